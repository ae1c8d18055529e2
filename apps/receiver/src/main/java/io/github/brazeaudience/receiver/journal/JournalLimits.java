package io.github.brazeaudience.receiver.journal;

/**
 * How large a journal may become.
 *
 * @param maxBytes of all its files; a message that would exceed it is not taken
 * @param segmentBytes from which on a file is followed by the next one
 */
public record JournalLimits(long maxBytes, long segmentBytes) {
  /** The default for {@link #maxBytes}, in MiB. */
  public static final int DEFAULT_MAX_MIB = 1024;

  /** The smallest {@link #maxBytes}, in MiB. */
  public static final int SMALLEST_MAX_MIB = 64;

  /** A journal has this many full segments, so that it can be shortened in small steps. */
  private static final int SEGMENTS = 32;

  /** Limits for a journal of this size. */
  public static JournalLimits ofMib(int maxMib) {
    long maxBytes = (long) maxMib << 20;
    return new JournalLimits(maxBytes, maxBytes / SEGMENTS);
  }
}
