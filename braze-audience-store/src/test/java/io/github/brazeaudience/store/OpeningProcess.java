package io.github.brazeaudience.store;

import io.github.brazeaudience.membership.MembershipStore.StoredRecord;
import java.nio.file.Path;
import java.util.List;

/** Program that opens a store and prints the number of its records. */
final class OpeningProcess {
  private OpeningProcess() {}

  public static void main(String[] arguments) {
    try (FileMembershipStore store = FileMembershipStore.open(Path.of(arguments[0]))) {
      int records = 0;
      List<StoredRecord> page = store.page(History.NAMESPACE, null, 100);
      while (!page.isEmpty()) {
        records += page.size();
        page = store.page(History.NAMESPACE, page.get(page.size() - 1).user(), 100);
      }
      System.out.println(records);
    }
  }
}
