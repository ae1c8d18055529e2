package io.github.brazeaudience.receiver.journal;

/**
 * Limits of a journal.
 *
 * @param maxBytes the size of all files; a message that would exceed it is refused
 * @param segmentBytes the size at which a new file is started
 */
public record JournalLimits(long maxBytes, long segmentBytes) {
  /** The default for {@link #maxBytes}, in MiB. */
  public static final int DEFAULT_MAX_MIB = 1024;

  /** The smallest {@link #maxBytes}, in MiB. */
  public static final int SMALLEST_MAX_MIB = 64;

  /** The number of full segments in a full journal; it is shortened by one segment at a time. */
  private static final int SEGMENTS = 32;

  /** Limits for a journal of this size. */
  public static JournalLimits ofMib(int maxMib) {
    long maxBytes = (long) maxMib << 20;
    return new JournalLimits(maxBytes, maxBytes / SEGMENTS);
  }
}
