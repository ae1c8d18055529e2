package io.github.brazeaudience.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.membership.MembershipStore.LeasedChange;
import io.github.brazeaudience.membership.MembershipStore.LeasedRecords;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * JUnit Jupiter suite for implementations of {@link MembershipStore} that lease users. It contains
 * {@link MembershipStoreContract}, and also requires that a store
 *
 * <ul>
 *   <li>leases a user to one owner at a time, until the end of the lease, and refuses other owners;
 *   <li>reads the record of a leased user as of the lease;
 *   <li>applies no change of an owner whose lease another owner has taken over;
 *   <li>keeps the lease of a user whose record is removed;
 *   <li>returns no users without records when reading or paging, even if they are leased.
 * </ul>
 */
public abstract class SharedMembershipStoreContract extends MembershipStoreContract {
  private static final Duration LONG = Duration.ofHours(1);
  private static final String A = "owner-a";
  private static final String B = "owner-b";

  /** Creates the suite. JUnit creates one instance per test. */
  protected SharedMembershipStoreContract() {}

  /**
   * Lets a time pass by the clock of the leases, for example by changing their ends.
   *
   * @throws Exception if that fails, which fails the test
   */
  protected abstract void elapse(Duration time) throws Exception;

  private LeasedRecords lease(String owner, String... users) {
    return store().readLeased(NAMESPACE, List.of(users), owner, LONG);
  }

  private Set<String> change(String owner, String user, RecordChange change, Duration lease) {
    return store().updateLeased(NAMESPACE, owner, Map.of(user, new LeasedChange(change, lease)));
  }

  @Test
  void isShared_returnsTrue() {
    assertTrue(store().isShared());
  }

  @Test
  void readLeased_freeUsers_leasesThemWithTheirRecords() {
    put(NAMESPACE, Map.of("u-1", in(1)));

    assertEquals(new LeasedRecords(Map.of("u-1", in(1)), Set.of()), lease(A, "u-1", "u-2"));
    assertEquals(new LeasedRecords(Map.of(), Set.of()), lease(A));
    assertEquals(Set.of("u-1", "u-2"), lease(B, "u-1", "u-2").refused());
  }

  @Test
  void readLeased_oneUserOfAnotherOwner_refusesOnlyThatUser() {
    put(NAMESPACE, Map.of("u-1", in(1), "u-2", in(2)));
    lease(A, "u-1");

    assertEquals(
        new LeasedRecords(Map.of("u-2", in(2)), Set.of("u-1")), lease(B, "u-1", "u-2", "u-3"));
  }

  @Test
  void readLeased_sameUserInAnotherNamespace_isLeased() {
    lease(A, "u-1");

    assertEquals(Set.of(), store().readLeased("other", List.of("u-1"), B, LONG).refused());
  }

  @Test
  void readLeased_byTheOwner_replacesTheEnd() throws Exception {
    lease(A, "u-1");
    elapse(LONG.dividedBy(2));
    assertEquals(Set.of(), lease(A, "u-1").refused());
    elapse(LONG.dividedBy(2).plusSeconds(60));

    assertEquals(Set.of("u-1"), lease(B, "u-1").refused());
    elapse(LONG.dividedBy(2));
    assertEquals(Set.of(), lease(B, "u-1").refused());
    assertEquals(Set.of("u-1"), lease(A, "u-1").refused());
  }

  @Test
  void updateLeased_withZero_releasesTheUser() {
    lease(A, "u-1", "u-2");

    assertEquals(Set.of(), change(A, "u-1", enters(1), Duration.ZERO));
    assertEquals(Set.of(), change(A, "u-2", becomes(null), Duration.ZERO));

    assertEquals(new LeasedRecords(Map.of("u-1", in(1)), Set.of()), lease(B, "u-1", "u-2"));
  }

  @Test
  void updateLeased_withDuration_releasesTheUserAfterIt() throws Exception {
    lease(A, "u-1");

    assertEquals(Set.of(), change(A, "u-1", becomes(null), Duration.ofMinutes(10)));

    assertEquals(Set.of("u-1"), lease(B, "u-1").refused());
    elapse(Duration.ofMinutes(11));
    assertEquals(Set.of(), lease(B, "u-1").refused());
  }

  @Test
  void updateLeased_leaseTakenOver_appliesOnlyTheOtherChanges() throws Exception {
    put(NAMESPACE, Map.of("u-1", in(1)));
    lease(A, "u-1", "u-2");
    elapse(LONG.plusSeconds(1));
    lease(B, "u-1");
    change(B, "u-1", enters(2), Duration.ZERO);

    assertEquals(
        Set.of("u-1"),
        store()
            .updateLeased(
                NAMESPACE,
                A,
                Map.of(
                    "u-1", new LeasedChange(becomes(null), LONG),
                    "u-2", new LeasedChange(enters(3), LONG))));

    assertHolds(Map.of("u-1", in(1, 2), "u-2", in(3)));
    assertEquals(Set.of("u-2"), lease(B, "u-1", "u-2").refused());
  }

  @Test
  void updateLeased_leaseEndedAndNotTakenOver_appliesTheChange() throws Exception {
    lease(A, "u-1");
    elapse(LONG.plusSeconds(1));

    assertEquals(Set.of(), change(A, "u-1", enters(1), LONG));

    assertHolds(Map.of("u-1", in(1)));
    assertEquals(Set.of("u-1"), lease(B, "u-1").refused());
  }

  @Test
  void updateLeased_neverLeased_appliesNothing() {
    put(NAMESPACE, Map.of("u-1", in(1)));

    assertEquals(Set.of("u-1"), change(A, "u-1", becomes(null), LONG));
    assertEquals(Set.of("u-2"), change(A, "u-2", enters(1), LONG));

    assertHolds(Map.of("u-1", in(1)));
    assertEquals(Map.of(), store().read(NAMESPACE, List.of("u-2")));
  }

  @Test
  void updateLeased_oneChangeThrows_leavesRecordsAndLeasesUnchanged() {
    put(NAMESPACE, Map.of("u-1", in(1)));
    lease(A, "u-1", "u-2");
    RuntimeException thrown = new UnsupportedOperationException("thrown by a change");
    RecordChange failing =
        present -> {
          throw thrown;
        };

    assertSame(
        thrown,
        assertThrows(
            RuntimeException.class,
            () ->
                store()
                    .updateLeased(
                        NAMESPACE,
                        A,
                        Map.of(
                            "u-1", new LeasedChange(enters(2), Duration.ZERO),
                            "u-2", new LeasedChange(failing, Duration.ZERO)))));

    assertHolds(Map.of("u-1", in(1)));
    assertEquals(Set.of("u-1", "u-2"), lease(B, "u-1", "u-2").refused());
  }

  @Test
  void update_removalOfLeasedUser_keepsTheLease() {
    put(NAMESPACE, Map.of("u-1", in(1)));
    lease(A, "u-1");

    store().update(NAMESPACE, Map.of("u-1", RecordChange.removal()));

    assertEquals(Map.of(), store().read(NAMESPACE, List.of("u-1")));
    assertEquals(Set.of("u-1"), lease(B, "u-1").refused());
    assertEquals(Set.of(), change(A, "u-1", enters(2), Duration.ZERO));
    assertHolds(Map.of("u-1", in(2)));
  }

  @Test
  void page_leasedUsersWithoutRecord_areLeftOut() {
    put(NAMESPACE, Map.of("u-1", in(1)));
    lease(A, "u-0", "u-1", "u-2");

    assertEquals(1, store().page(NAMESPACE, null, 10).size());
    assertEquals(Map.of("u-1", in(1)), store().read(NAMESPACE, List.of("u-0", "u-1", "u-2")));
    store().update(NAMESPACE, Map.of("u-2", enters(2), "u-0", becomes(null)));
    assertHolds(Map.of("u-1", in(1), "u-2", in(2)));
  }

  @Test
  void readLeased_concurrentOwners_leasesEachUserToOne() throws Exception {
    List<String> users = List.of("u-1", "u-2", "u-3", "u-4", "u-5");
    Map<String, String> holders = new ConcurrentHashMap<>();
    Set<String> violations = ConcurrentHashMap.newKeySet();
    int owners = 4;
    ExecutorService threads = Executors.newFixedThreadPool(owners);
    List<Integer> leases = new ArrayList<>();
    try {
      List<Future<Integer>> ends = new ArrayList<>();
      for (int i = 0; i < owners; i++) {
        String owner = "owner-" + i;
        ends.add(
            threads.submit(
                () -> {
                  int count = 0;
                  for (int round = 0; round < 25; round++) {
                    Set<String> held = new HashSet<>(users);
                    held.removeAll(store().readLeased(NAMESPACE, users, owner, LONG).refused());
                    for (String user : held) {
                      String other = holders.put(user, owner);
                      if (other != null) {
                        violations.add(user + " of " + other);
                      }
                      holders.remove(user);
                      change(owner, user, becomes(null), Duration.ZERO);
                      count++;
                    }
                  }
                  return count;
                }));
      }
      for (Future<Integer> end : ends) {
        leases.add(end.get());
      }
    } finally {
      threads.shutdownNow();
    }

    assertEquals(Set.of(), violations);
    assertFalse(leases.stream().allMatch(count -> count == 0), "a user was leased");
    assertEquals(Set.of(), lease(A, users.toArray(String[]::new)).refused());
  }

  @Test
  void useOfLeases_afterClose_fails() {
    store().close();

    assertThrows(IllegalStateException.class, () -> lease(A, "u-1"));
    assertThrows(IllegalStateException.class, () -> change(A, "u-1", enters(1), Duration.ZERO));
  }

  @Test
  void toString_ofLeasedRecords_containsNoUser() {
    put(NAMESPACE, Map.of("secret-user-id", in(1)));

    assertFalse(lease(A, "secret-user-id").toString().contains("secret"));
    assertFalse(lease(B, "secret-user-id").toString().contains("secret"));
  }

  @Test
  void readLeased_damagedRecord_returnsItAsDamaged() {
    put(NAMESPACE, Map.of("u-1", MembershipRecord.damaged("damaged by the test")));

    MembershipRecord read = lease(A, "u-1").records().get("u-1");
    assertTrue(read != null && read.damage().isPresent());
  }
}
