package io.github.brazeaudience.receiver.journal;

import java.util.BitSet;

/** A message to be forwarded. */
public final class JournalEntry {
  private final long sequence;
  private final byte[] message;
  private final BitSet finalUpdates;

  /**
   * An entry.
   *
   * @param sequence its number in the journal
   * @param message the message as it came; not copied
   * @param finalUpdates those of its updates that are final already
   */
  public JournalEntry(long sequence, byte[] message, BitSet finalUpdates) {
    this.sequence = sequence;
    this.message = message;
    this.finalUpdates = finalUpdates;
  }

  /** Its number in the journal. */
  public long sequence() {
    return sequence;
  }

  /** The message as it came. */
  public byte[] message() {
    return message;
  }

  /** Those of its updates that are final, because it was begun before the journal was opened. */
  public BitSet finalUpdates() {
    return finalUpdates;
  }
}
