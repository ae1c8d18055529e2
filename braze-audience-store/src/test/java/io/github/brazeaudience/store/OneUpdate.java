package io.github.brazeaudience.store;

import java.nio.file.Path;

/** Program that writes and reads a store with the libraries of another class loader. */
public final class OneUpdate {
  private OneUpdate() {}

  /**
   * Writes more than the journal keeps and reopens the store.
   *
   * @return the number of records, or -1 if they are wrong
   */
  public static int run(Path file) {
    long batches = 60;
    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      for (long batch = 1; batch <= batches; batch++) {
        History.write(store, batch);
      }
    }
    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      return History.all(store).equals(History.after(batches)) ? History.all(store).size() : -1;
    }
  }
}
