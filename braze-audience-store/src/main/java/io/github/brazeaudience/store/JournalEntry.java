package io.github.brazeaudience.store;

import java.util.SortedMap;

/**
 * Journal entry with the changes of one update.
 *
 * @param namespace the workspace
 * @param changes the new records by external id; {@link MemTable#TOMBSTONE} for a deleted record
 */
record JournalEntry(String namespace, SortedMap<String, byte[]> changes) {}
