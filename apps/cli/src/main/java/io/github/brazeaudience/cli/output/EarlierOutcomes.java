package io.github.brazeaudience.cli.output;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps the outcomes of earlier runs when a resumed run writes its own. */
public final class EarlierOutcomes {
  /** The beginning of a line of {@link OutcomeLine}. */
  private static final Pattern START = Pattern.compile("\\{\"index\":([0-9]{1,18}),");

  private static final int LONGEST_START = 32;

  private EarlierOutcomes() {}

  /**
   * Copies the outcomes of earlier runs to a file beside it, before a resumed run writes its own.
   * Existing copies are not overwritten, except by a copy with the same beginning.
   *
   * @param path the file, which may be missing
   * @param updates the number of updates before the resumed run
   */
  public static void keep(Path path, long updates) throws IOException {
    if (!Files.isRegularFile(path) || Files.size(path) == 0) {
      return;
    }
    boolean comesAgain = firstIndex(path) >= updates;
    String name = path.getFileName() + ".before-" + updates;
    Path copy = path.resolveSibling(name);
    for (int number = 2; Files.exists(copy); number++) {
      if (comesAgain || Files.mismatch(path, copy) < 0) {
        return;
      }
      copy = path.resolveSibling(name + "." + number);
    }
    Path partial = path.resolveSibling(copy.getFileName() + ".tmp");
    Files.copy(path, partial, StandardCopyOption.REPLACE_EXISTING);
    Files.move(partial, copy, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The lowest index in the file, or 0 if the file has other content. */
  private static long firstIndex(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      String start = new String(in.readNBytes(LONGEST_START), StandardCharsets.ISO_8859_1);
      Matcher index = START.matcher(start);
      return index.lookingAt() ? Long.parseLong(index.group(1)) : 0;
    }
  }
}
