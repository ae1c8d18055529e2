package io.github.brazeaudience.cli.input;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.UnreadableUpdate;
import java.util.Locale;

/** Parses updates from single lines. Not thread-safe. */
public final class NdjsonLines {
  private final StrictUtf8 text = new StrictUtf8();
  private final InternedAudiences audiences = new InternedAudiences();
  private final ReusedParser parser = new ReusedParser(audiences);
  private final NdjsonLine line = new NdjsonLine(audiences);
  private int unknownIdentities;

  /**
   * Parses a line.
   *
   * @param bytes the line in its first bytes, without the line end
   * @param length the length of the line
   * @return the update, or an unreadable one if the line is malformed
   */
  public AudienceUpdate read(byte[] bytes, int length) {
    unknownIdentities = 0;
    try {
      boolean ascii = StrictUtf8.isAscii(bytes, length);
      if (!ascii) {
        text.decode(bytes, length);
      }
      AudienceUpdate update = parser.read(bytes, length);
      if (update != null) {
        unknownIdentities = parser.unknownIdentities();
        return update;
      }
      if (ascii) {
        text.decode(bytes, length);
      }
      update = line.read(text.chars(), text.length());
      unknownIdentities = line.unknownIdentities();
      return update;
    } catch (MalformedLineException e) {
      return UnreadableUpdate.malformed(String.valueOf(e.getMessage()));
    }
  }

  /** The number of identities of unknown types in the last line, which are ignored. */
  int unknownIdentities() {
    return unknownIdentities;
  }

  /** The update for a line that {@link LineReader} has dropped. */
  public static AudienceUpdate tooLong() {
    return UnreadableUpdate.malformed(
        String.format(
            Locale.ROOT,
            "the line has more than %d bytes; write one update per line",
            LineReader.MAX_LINE_BYTES));
  }
}
