package io.github.brazeaudience.options;

import picocli.CommandLine.Option;

/** Options that every command has. */
public final class HelpOptions {
  @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
  boolean help;

  @Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
  boolean version;
}
