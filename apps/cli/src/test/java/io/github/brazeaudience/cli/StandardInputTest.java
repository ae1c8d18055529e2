package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardInputTest {
  @TempDir Path directory;

  @Test
  void isInherited_descriptor_isSoUnlessTheJvmOpenedIt() throws IOException {
    Path jvm = Files.createDirectory(directory.resolve("jvm"));
    Path modules = Files.createFile(jvm.resolve("modules"));
    Path jar = Files.createFile(directory.resolve("a.jar"));
    Path input = Files.createFile(directory.resolve("a.jar.ndjson"));
    List<Path> files = List.of(jvm, jar, directory.resolve("missing.jar"));
    assertThat(StandardInput.isInherited(link(modules), files)).isFalse();
    assertThat(StandardInput.isInherited(link(jar), files)).isFalse();
    assertThat(StandardInput.isInherited(link(input), files)).isTrue();
    assertThat(StandardInput.isInherited(link(Path.of("pipe:[1]")), files)).isTrue();
    assertThat(StandardInput.isInherited(directory.resolve("closed"), files)).isFalse();
  }

  private Path link(Path target) throws IOException {
    Path link = directory.resolve("0");
    Files.deleteIfExists(link);
    return Files.createSymbolicLink(link, target);
  }
}
