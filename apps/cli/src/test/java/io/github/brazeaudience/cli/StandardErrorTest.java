package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardErrorTest {
  @TempDir Path directory;

  @Test
  void isTerminal_filesAndTheNullDevice_areNone() throws IOException {
    assertThat(StandardError.isTerminal(Files.createFile(directory.resolve("err")))).isFalse();
    assertThat(StandardError.isTerminal(directory.resolve("missing"))).isFalse();
    assertThat(StandardError.isTerminal(Path.of("/dev/null"))).isFalse();
  }
}
