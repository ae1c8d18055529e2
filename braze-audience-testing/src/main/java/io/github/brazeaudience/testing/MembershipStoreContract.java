package io.github.brazeaudience.testing;

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
 * What is expected of every {@link MembershipStore}, as a JUnit Jupiter suite. The test of a store
 * extends it:
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
 * <p>The suite asks that a store
 *
 * <ul>
 *   <li>reads what was last written, under any external id and namespace, and keeps namespaces
 *       apart;
 *   <li>shows each change the present record, and loses none of several threads;
 *   <li>leaves all records as they were if one change of an update throws, and throws just that;
 *   <li>pages through all records, each once, in an order that stays while others change;
 *   <li>returns a damaged record as damaged, with all others, and lets it be removed;
 *   <li>takes no harm from a thread that is interrupted, and leaves the interrupt to it;
 *   <li>shows no external id when it is printed, and says so when it is used after it was closed.
 * </ul>
 *
 * <p>That changes outlast the process is for the store's own tests to show.
 *
 * <p>JUnit Jupiter is an optional dependency of this module: a build that uses this class names it
 * itself.
 */
public abstract class MembershipStoreContract extends StorePageContract {
  private static final String SECRET = "user-that-nobody-may-see";

  /** A suite; JUnit makes one instance for each test. */
  protected MembershipStoreContract() {}

  /**
   * An empty store to be tested. The suite closes it after the test.
   *
   * @return a new store
   * @throws Exception if it cannot be made, which fails the test
   */
  protected abstract MembershipStore newStore() throws Exception;

  @Override
  final MembershipStore storeUnderTest() throws Exception {
    return newStore();
  }

  @Test
  void toString_withARecord_showsNobody() {
    put(NAMESPACE, Map.of(SECRET, in(1)));

    assertFalse(store().toString().contains(SECRET));
    assertFalse(store().page(NAMESPACE, null, 1).toString().contains(SECRET));
  }

  @Test
  void read_oneRecordDamaged_returnsItAsDamagedAndTheOthersAsTheyAre() {
    put(NAMESPACE, Map.of("u-1", in(1), "u-2", in(2), "u-3", in(3)));
    put(NAMESPACE, Map.of("u-2", MembershipRecord.damaged("by the test")));

    Map<String, MembershipRecord> found =
        new HashMap<>(store().read(NAMESPACE, List.of("u-1", "u-2", "u-3")));
    assertTrue(damaged(found.remove("u-2")));
    assertEquals(Map.of("u-1", in(1), "u-3", in(3)), found);
    List<StoredRecord> page = store().page(NAMESPACE, null, 10);
    assertEquals(3, page.size());
    page.forEach(stored -> assertEquals("u-2".equals(stored.user()), damaged(stored.record())));
  }

  @Test
  void update_removingADamagedRecord_forgetsItAndNoOther() {
    put(NAMESPACE, Map.of("u-1", in(1), "u-2", in(2)));
    put(NAMESPACE, Map.of("u-2", MembershipRecord.damaged("by the test")));

    store().update(NAMESPACE, Map.of("u-2", RecordChange.removal()));

    assertEquals(Map.of("u-1", in(1)), store().read(NAMESPACE, List.of("u-1", "u-2")));
    store().update(NAMESPACE, Map.of("u-2", enters(5)));
    assertHolds(Map.of("u-1", in(1), "u-2", in(5)));
  }

  private static boolean damaged(@Nullable MembershipRecord record) {
    return record != null && record.damage().isPresent();
  }

  @Test
  void close_twice_doesNothingMore() {
    put(NAMESPACE, Map.of("u-1", in(1)));

    store().close();
    store().close();

    assertFalse(store().toString().isEmpty());
  }

  @Test
  void anyUse_afterClose_fails() {
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
