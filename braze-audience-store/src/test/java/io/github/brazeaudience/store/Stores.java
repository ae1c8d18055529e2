package io.github.brazeaudience.store;

import java.nio.file.Path;

/** Stores that compact after few records, whatever the heap of the tests. */
final class Stores {
  private static final MemTableLimits MEM_TABLE = MemTableLimits.ofRecords(16_384);

  private Stores() {}

  static FileMembershipStore open(Path file) {
    return builder(file).open();
  }

  static FileMembershipStoreBuilder builder(Path file) {
    return FileMembershipStore.builder(file).memTable(MEM_TABLE);
  }
}
