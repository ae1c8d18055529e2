package io.github.brazeaudience.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.membership.MembershipStore.StoredRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * JUnit Jupiter suite for implementations of {@link MembershipStore}. The test of a store extends
 * it:
 *
 * <pre>{@code
 * class MyStoreTest extends MembershipStoreContract {
 *   @Override
 *   protected MembershipStore newStore() {
 *     return new MyStore();
 *   }
 * }
 * }</pre>
 *
 * <p>The suite requires that a store
 *
 * <ul>
 *   <li>returns the last write for any external id and namespace, and keeps namespaces apart;
 *   <li>returns a record with the timestamps of its updates, on which the order of late updates
 *       depends;
 *   <li>passes each change the current record, and loses no change of concurrent threads;
 *   <li>leaves all records unchanged if one change of an update throws, and rethrows its exception;
 *   <li>returns each record once when paging, in an order that is stable while other records
 *       change;
 *   <li>returns a damaged record as damaged, together with the other records, and can remove it;
 *   <li>works on an interrupted thread and preserves the interrupt;
 *   <li>contains no external id in its {@code toString}, and throws {@link IllegalStateException}
 *       after it was closed.
 * </ul>
 *
 * <p>Durability is not part of the suite; the store's own tests cover it.
 */
public abstract class MembershipStoreContract extends StorePageContract {
  private static final String SECRET = "secret-user-id";

  /** Creates the suite. JUnit creates one instance per test. */
  protected MembershipStoreContract() {}

  /**
   * Returns a new, empty store. The suite closes it after the test.
   *
   * @throws Exception if the store cannot be created, which fails the test
   */
  protected abstract MembershipStore newStore() throws Exception;

  @Override
  final MembershipStore storeUnderTest() throws Exception {
    return newStore();
  }

  @Test
  void toString_withRecord_containsNoUser() {
    put(NAMESPACE, Map.of(SECRET, in(1)));

    assertFalse(store().toString().contains(SECRET));
    assertFalse(store().page(NAMESPACE, null, 1).toString().contains(SECRET));
  }

  @Test
  void read_oneRecordDamaged_returnsItAsDamagedAndTheOthersUnchanged() {
    put(NAMESPACE, Map.of("u-1", in(1), "u-2", in(2), "u-3", in(3)));
    put(NAMESPACE, Map.of("u-2", MembershipRecord.damaged("damaged by the test")));

    Map<String, MembershipRecord> found =
        new HashMap<>(store().read(NAMESPACE, List.of("u-1", "u-2", "u-3")));
    assertTrue(damaged(found.remove("u-2")));
    assertEquals(Map.of("u-1", in(1), "u-3", in(3)), found);
    List<StoredRecord> page = store().page(NAMESPACE, null, 10);
    assertEquals(3, page.size());
    page.forEach(stored -> assertEquals("u-2".equals(stored.user()), damaged(stored.record())));
  }

  @Test
  void update_removalOfDamagedRecord_removesOnlyThatRecord() {
    put(NAMESPACE, Map.of("u-1", in(1), "u-2", in(2)));
    put(NAMESPACE, Map.of("u-2", MembershipRecord.damaged("damaged by the test")));

    store().update(NAMESPACE, Map.of("u-2", RecordChange.removal()));

    assertEquals(Map.of("u-1", in(1)), store().read(NAMESPACE, List.of("u-1", "u-2")));
    store().update(NAMESPACE, Map.of("u-2", enters(5)));
    assertHolds(Map.of("u-1", in(1), "u-2", in(5)));
  }

  private static boolean damaged(@Nullable MembershipRecord record) {
    return record != null && record.damage().isPresent();
  }

  @Test
  void close_twice_isIdempotent() {
    put(NAMESPACE, Map.of("u-1", in(1)));

    store().close();
    store().close();

    assertFalse(store().toString().isEmpty());
  }

  @Test
  void use_afterClose_fails() {
    put(NAMESPACE, Map.of("u-1", in(1)));
    store().close();

    for (Executable use :
        List.<Executable>of(
            () -> store().read(NAMESPACE, List.of("u-1")),
            () -> store().update(NAMESPACE, Map.of("u-1", enters(2))),
            () -> store().page(NAMESPACE, null, 1))) {
      assertThrows(IllegalStateException.class, use);
    }
  }
}
