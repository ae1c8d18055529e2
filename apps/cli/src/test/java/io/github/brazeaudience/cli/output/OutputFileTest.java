package io.github.brazeaudience.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  @TempDir Path directory;

  private OutputFile open(Path path) {
    return Objects.requireNonNull(OutputFile.open("--outcomes", path.toString()));
  }

  /** Ctrl-C interrupts the thread that writes the outcomes. */
  @Test
  void begin_interruptedThread_continuesWriting() throws IOException {
    Path path = Files.writeString(directory.resolve("o"), "something old");
    try (OutputStream out = open(path).begin()) {
      Thread.currentThread().interrupt();
      out.write("new".getBytes(StandardCharsets.UTF_8));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(path).hasContent("new");
  }

  @Test
  void discard_existingFile_isUnchanged() throws IOException {
    Path old = Files.writeString(directory.resolve("old"), "old");
    open(old).discard();
    assertThat(old).hasContent("old");
    open(directory.resolve("new")).discard();
    assertThat(directory.resolve("new")).doesNotExist();
  }
}
