package io.github.brazeaudience.receiver.journal;

import java.util.BitSet;

/**
 * A message to be forwarded.
 *
 * @param sequence its number in the journal
 * @param message the message as it came
 * @param finalUpdates those of its updates that are final already, because it was begun before the
 *     journal was opened
 */
public record JournalEntry(long sequence, byte[] message, BitSet finalUpdates) {}
