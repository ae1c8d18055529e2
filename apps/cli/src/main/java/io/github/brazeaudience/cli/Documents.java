package io.github.brazeaudience.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes the files of the distribution that follow from the options. The build runs this class. */
public final class Documents {
  private Documents() {}

  /**
   * Writes the completion of the shell and the manual page.
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
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text.replace("\r\n", "\n"));
  }

  private static CommandLine program() {
    return Program.withAllOptions(
            new CommandContext(
                Map.of(),
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                () -> 0,
                System::nanoTime,
                new Cancellation(),
                () -> {}))
        .commandLine();
  }
}
