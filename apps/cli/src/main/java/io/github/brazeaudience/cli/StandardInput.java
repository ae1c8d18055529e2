package io.github.brazeaudience.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Detects whether standard input was closed when the process started ({@code <&-}). In that case
 * the JVM reuses descriptor 0 for the first file that it opens itself, which must be neither read
 * as input nor closed.
 */
final class StandardInput {
  private static final Path DESCRIPTOR = Path.of("/proc/self/fd/0");
  private static final Path DESCRIPTORS = DESCRIPTOR.resolveSibling("");
  private static final String JVM = System.getProperty("java.home", "");
  private static final String CLASS_PATH = System.getProperty("java.class.path", "");

  private StandardInput() {}

  /**
   * Standard input, or null if it was closed. Where no descriptors are shown, it counts as open.
   */
  static @Nullable InputStream open() {
    boolean known = Files.isDirectory(DESCRIPTORS);
    return !known || isInherited(DESCRIPTOR, filesOfJvm()) ? System.in : null;
  }

  private static List<Path> filesOfJvm() {
    String classPath = CLASS_PATH;
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(JVM + File.pathSeparator + classPath)
        .filter(name -> !name.isEmpty())
        .map(Path::of)
        .toList();
  }

  /** True if the descriptor is open and is not one of the files of the JVM. */
  static boolean isInherited(Path descriptor, List<Path> filesOfJvm) {
    try {
      Path target = Files.readSymbolicLink(descriptor);
      for (Path file : filesOfJvm) {
        if (Files.exists(file) && target.startsWith(file.toRealPath())) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
