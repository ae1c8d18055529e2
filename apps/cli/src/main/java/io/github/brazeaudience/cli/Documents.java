package io.github.brazeaudience.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes the files of the distribution that follow from the options. The build runs this class. */
public final class Documents {
  private Documents() {}

  /**
   * Writes the completion of the shell, the manual page, and the output of each command line that
   * asks for help or the version, which the start script prints without starting a JVM.
   *
   * @param args the directory
   * @throws IOException if a file cannot be written
   */
  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]));
  }

  static void write(Path directory) throws IOException {
    CommandLine program = program();
    write(
        directory.resolve("completion").resolve(Program.NAME),
        AutoComplete.bash(Program.NAME, program));
    write(
        directory.resolve("man/man1").resolve(Program.NAME + ".1"),
        ManPage.of(program, Version.number()));
    Path help = directory.resolve("help");
    for (String option : List.of("--help", "--version")) {
      write(help.resolve(option), output(option));
    }
    for (String command : program.getSubcommands().keySet()) {
      write(help.resolve(command + " --help"), output(command, "--help"));
    }
  }

  private static String output(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Program(context(out), args).run(args);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text.replace("\r\n", "\n"));
  }

  /** The model of all commands, with their options. */
  static CommandLine program() {
    return Program.withAllOptions(context(OutputStream.nullOutputStream())).commandLine();
  }

  private static CommandContext context(OutputStream out) {
    return new CommandContext(
        Map.of(),
        InputStream.nullInputStream(),
        out,
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        () -> 0,
        System::nanoTime,
        new Cancellation(),
        () -> {});
  }
}
