package io.github.brazeaudience.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierOutcomesTest {
  @TempDir Path directory;

  @Test
  void keep_contentOfAnEarlierRun_isCopiedOnce() throws IOException {
    Path path = Files.writeString(directory.resolve("o"), line(0));
    EarlierOutcomes.keep(path, 1);
    assertThat(directory.resolve("o.before-1")).hasContent(line(0));
    String ofARunThatCameNoFurther = line(1);
    Files.writeString(path, ofARunThatCameNoFurther);
    EarlierOutcomes.keep(path, 1);
    assertThat(directory.resolve("o.before-1")).hasContent(line(0));
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(2);
    }
  }

  /** A run from the beginning may be stopped where one of another day was. */
  @Test
  void keep_fileOfAnotherTimeIsThere_keepsBoth() throws IOException {
    Files.writeString(directory.resolve("o.before-7"), line(3));
    Path path = Files.writeString(directory.resolve("o"), line(5) + line(9));
    EarlierOutcomes.keep(path, 7);
    EarlierOutcomes.keep(path, 7);
    assertThat(directory.resolve("o.before-7")).hasContent(line(3));
    assertThat(directory.resolve("o.before-7.2")).hasContent(line(5) + line(9));
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void keep_noEarlierFile_createsNoFile() throws IOException {
    EarlierOutcomes.keep(directory.resolve("o"), 1);
    assertThat(directory.resolve("o.before-1")).doesNotExist();
  }

  private static String line(int index) {
    return String.format(Locale.ROOT, "{\"index\":%d,\"file\":\"in\"}%n", index);
  }
}
