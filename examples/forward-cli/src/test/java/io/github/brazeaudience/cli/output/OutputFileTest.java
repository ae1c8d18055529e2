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
  void begin_threadThatIsInterrupted_goesOnWriting() throws IOException {
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
  void keepOld_contentOfAnEarlierRun_isKeptBesideOnce() throws IOException {
    Path path = Files.writeString(directory.resolve("o"), line(0));
    OutputFile file = open(path);
    file.keepOld(1);
    file.begin().close();
    assertThat(directory.resolve("o.before-1")).hasContent(line(0));
    String ofARunThatCameNoFurther = line(1);
    Files.writeString(path, ofARunThatCameNoFurther);
    open(path).keepOld(1);
    assertThat(directory.resolve("o.before-1")).hasContent(line(0));
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(2);
    }
  }

  /** A run from the beginning may be stopped where one of another day was. */
  @Test
  void keepOld_fileOfAnotherTimeIsThere_keepsBoth() throws IOException {
    Files.writeString(directory.resolve("o.before-7"), line(3));
    Path path = Files.writeString(directory.resolve("o"), line(5) + line(9));
    open(path).keepOld(7);
    open(path).keepOld(7);
    assertThat(directory.resolve("o.before-7")).hasContent(line(3));
    assertThat(directory.resolve("o.before-7.2")).hasContent(line(5) + line(9));
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void keepOld_nothingThere_makesNoFile() throws IOException {
    open(directory.resolve("o")).keepOld(1);
    assertThat(directory.resolve("o.before-1")).doesNotExist();
  }

  private static String line(int index) {
    return "{\"index\":%d,\"file\":\"in\"}%n".formatted(index);
  }

  @Test
  void discard_fileThatWasThere_staysAsItWas() throws IOException {
    Path old = Files.writeString(directory.resolve("old"), "old");
    open(old).discard();
    assertThat(old).hasContent("old");
    open(directory.resolve("new")).discard();
    assertThat(directory.resolve("new")).doesNotExist();
  }
}
