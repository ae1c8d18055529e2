package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.input.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files that a run writes, each of which must be one of its own. */
final class WrittenFiles {
  private final List<Written> files = new ArrayList<>();

  private record Written(String option, Path path) {}

  /** Adds what an option names, if it names something. */
  WrittenFiles add(String option, @Nullable Path path) {
    if (path != null) {
      files.add(new Written(option, path));
    }
    return this;
  }

  /**
   * Makes sure that none of them is another one or an input.
   *
   * @throws IllegalArgumentException saying which one is
   */
  void checkDistinct(List<Input> inputs) {
    for (int i = 0; i < files.size(); i++) {
      Written file = files.get(i);
      for (Input input : inputs) {
        if (input.path() != null && isSameFile(file.path, input.path())) {
          throw new IllegalArgumentException(
              "%s names an input, which it would overwrite; name another file"
                  .formatted(file.option));
        }
      }
      for (Written other : files.subList(i + 1, files.size())) {
        if (isSameFile(file.path, other.path)) {
          throw new IllegalArgumentException(
              "%s and %s name the same file; write two files".formatted(file.option, other.option));
        }
      }
    }
  }

  /** Devices may stand in several places; a file that is not there yet has its name only. */
  private static boolean isSameFile(Path one, Path other) {
    try {
      if (Files.exists(one) && Files.exists(other)) {
        return Files.isRegularFile(one) && Files.isSameFile(one, other);
      }
    } catch (IOException e) {
      // The names are left to compare.
    }
    return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }
}
