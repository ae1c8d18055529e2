package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.membership.MembershipStore.StoredRecord;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An overlay behaves like a copy of the underlying store and does not change that store. */
class OverlayMembershipStoreTest {
  private static final int USERS = 40;

  /** A record with one email hash, to distinguish records. */
  private static MembershipRecord record(int number) {
    byte[] bytes = new byte[19];
    bytes[0] = 1;
    bytes[1] = 1;
    bytes[17] = (byte) number;
    return MembershipRecord.ofBytes(bytes);
  }

  private static void put(MembershipStore store, String user, @Nullable MembershipRecord record) {
    store.update("n", Map.of(user, present -> record));
  }

  private static Map<String, MembershipRecord> all(MembershipStore store, int pageSize) {
    Map<String, MembershipRecord> all = new HashMap<>();
    String last = null;
    for (List<StoredRecord> page = store.page("n", last, pageSize);
        !page.isEmpty();
        page = store.page("n", last, pageSize)) {
      assertThat(page).hasSizeLessThanOrEqualTo(pageSize);
      for (StoredRecord stored : page) {
        assertThat(all.put(stored.user(), stored.record())).as(stored.user()).isNull();
        last = stored.user();
      }
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1_000})
  void overlay_anyChanges_isLikeACopyOfTheStoreBelow(int pageSize) {
    long seed = Seeds.of("OverlayMembershipStoreTest");
    Random random = new Random(seed);
    MembershipStore below = InMemoryMembershipStore.create();
    MembershipStore copy = InMemoryMembershipStore.create();
    for (int user = 0; user < USERS; user += 2) {
      put(below, "u-" + user, record(user));
      put(copy, "u-" + user, record(user));
    }
    Map<String, MembershipRecord> before = all(below, USERS);
    MembershipStore overlay = new OverlayMembershipStore(below, InMemoryMembershipStore.create());
    List<String> users = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      users.add("u-" + user);
    }
    for (int step = 0; step < 200; step++) {
      Map<String, RecordChange> changes = new HashMap<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        MembershipRecord next = random.nextInt(3) == 0 ? null : record(random.nextInt(100));
        boolean onlyIfAbsent = random.nextInt(3) == 0;
        changes.put(
            users.get(random.nextInt(USERS)),
            present -> onlyIfAbsent && present != null ? present : next);
      }
      overlay.update("n", changes);
      copy.update("n", changes);
      assertThat(overlay.read("n", users)).isEqualTo(copy.read("n", users));
      assertThat(all(overlay, pageSize)).isEqualTo(all(copy, pageSize));
    }
    assertThat(all(below, USERS)).isEqualTo(before);
  }

  @Test
  void page_underlyingStore_precedesNewUsers() {
    MembershipStore below = InMemoryMembershipStore.create();
    List.of("b", "d").forEach(user -> put(below, user, record(1)));
    MembershipStore overlay = new OverlayMembershipStore(below, InMemoryMembershipStore.create());
    List.of("a", "d", "c").forEach(user -> put(overlay, user, record(2)));
    List<String> seen = new ArrayList<>();
    for (String last = null; ; last = seen.get(seen.size() - 1)) {
      List<StoredRecord> page = overlay.page("n", last, 1);
      if (page.isEmpty()) {
        break;
      }
      page.forEach(stored -> seen.add(stored.user()));
    }
    assertThat(seen).containsExactly("b", "d", "a", "c");
  }

  @Test
  void close_overlay_closesBoth() {
    List<String> closed = new ArrayList<>();
    new OverlayMembershipStore(noting("below", closed), noting("changes", closed)).close();
    assertThat(closed).containsExactlyInAnyOrder("below", "changes");
  }

  private static MembershipStore noting(String name, List<String> closed) {
    return (MembershipStore)
        Proxy.newProxyInstance(
            MembershipStore.class.getClassLoader(),
            new Class<?>[] {MembershipStore.class},
            (store, method, args) -> {
              assertThat(method.getName()).isEqualTo("close");
              closed.add(name);
              return null;
            });
  }
}
