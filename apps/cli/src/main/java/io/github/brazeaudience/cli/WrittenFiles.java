package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.input.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that the files of a run differ from each other and from its inputs. */
final class WrittenFiles {
  private final List<Written> files = new ArrayList<>();

  private record Written(String option, Path path) {}

  /** Adds the file of an option, if it was given. */
  WrittenFiles add(String option, @Nullable Path path) {
    if (path != null) {
      files.add(new Written(option, path));
    }
    return this;
  }

  /**
   * Checks all files.
   *
   * @throws IllegalArgumentException naming the option whose file is used twice
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

  /** A device may be used twice. A file that does not exist is compared by name. */
  private static boolean isSameFile(Path one, Path other) {
    try {
      if (Files.exists(one) && Files.exists(other)) {
        return Files.isRegularFile(one) && Files.isSameFile(one, other);
      }
    } catch (IOException e) {
      // Compares the names.
    }
    return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }
}
