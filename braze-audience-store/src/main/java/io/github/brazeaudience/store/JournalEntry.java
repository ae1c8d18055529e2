package io.github.brazeaudience.store;

import java.util.SortedMap;

/**
 * The changes of one update, as they stand in the journal.
 *
 * @param namespace the workspace
 * @param changes the new records by external id; {@link MemTable#TOMBSTONE} for those that are
 *     gone
 */
record JournalEntry(String namespace, SortedMap<String, byte[]> changes) {}
