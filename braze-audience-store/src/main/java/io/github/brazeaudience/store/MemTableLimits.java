package io.github.brazeaudience.store;

/**
 * Size of a full {@link MemTable}. One update may exceed it. A large table is faster, because a
 * page of a tree is then read and written once for several of its records, so the size depends on
 * the heap.
 *
 * @param records the number of records
 * @param bytes the size of the external ids and records
 * @param entries the number of journal entries
 */
record MemTableLimits(int records, long bytes, int entries) {
  static final MemTableLimits NONE =
      new MemTableLimits(Integer.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);

  /**
   * One record for this many bytes of the heap. Two full tables then need an eighth of the heap.
   */
  private static final int HEAP_BYTES_PER_RECORD = 4_096;

  private static final int SMALLEST_RECORDS = 16_384;
  private static final int LARGEST_RECORDS = 131_072;
  private static final int MEAN_RECORD_BYTES = 256;

  /** A request has two entries of up to 75 records each, and the second one replaces the first. */
  private static final int MEAN_ENTRY_RECORDS = 16;

  static MemTableLimits ofHeap(long bytes) {
    return ofRecords(
        (int) Math.max(SMALLEST_RECORDS, Math.min(LARGEST_RECORDS, bytes / HEAP_BYTES_PER_RECORD)));
  }

  static MemTableLimits ofRecords(int records) {
    return new MemTableLimits(
        records, (long) records * MEAN_RECORD_BYTES, records / MEAN_ENTRY_RECORDS);
  }
}
