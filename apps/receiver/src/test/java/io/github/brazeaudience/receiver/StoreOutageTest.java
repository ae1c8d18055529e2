package io.github.brazeaudience.receiver;

import static io.github.brazeaudience.receiver.Messages.add;
import static io.github.brazeaudience.receiver.Messages.delete;
import static io.github.brazeaudience.receiver.Messages.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.testing.FakeBraze;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store that fails for a while delays updates, keeps their order, and needs no restart. */
@Timeout(300)
class StoreOutageTest {
  private static final Duration LONG = Duration.ofSeconds(100);
  private static final int FAILURES = 4;

  @TempDir Path directory;
  private final FakeBraze braze = FakeBraze.start();

  @AfterEach
  void close() {
    braze.close();
  }

  /** Methods of a store that fail on a full disk. */
  private enum Method {
    READ,
    UPDATE,
    PAGE
  }

  /** Store whose next calls of one method fail. */
  private static final class FailingStore implements MembershipStore {
    private final MembershipStore store = InMemoryMembershipStore.create();
    private final Method failing;
    private volatile String namespace = "";
    private final AtomicInteger failures = new AtomicInteger();

    FailingStore(Method failing) {
      this.failing = failing;
    }

    void fail(int times) {
      failures.set(times);
    }

    private void reach(Method method) {
      if (method == failing && failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new UncheckedIOException(new IOException("No space left on device"));
      }
    }

    /** Returns true if no write is pending. */
    boolean hasNoPendingWrite() {
      return store.page(namespace, null, 10).stream().noneMatch(user -> user.record().isPending());
    }

    boolean hasFailed() {
      return failures.get() < FAILURES;
    }

    boolean works() {
      return failures.get() == 0;
    }

    @Override
    public Map<String, MembershipRecord> read(String namespace, Collection<String> users) {
      this.namespace = namespace;
      reach(Method.READ);
      return store.read(namespace, users);
    }

    @Override
    public void update(String namespace, Map<String, RecordChange> changes) {
      reach(Method.UPDATE);
      store.update(namespace, changes);
    }

    @Override
    public List<StoredRecord> page(String namespace, String after, int limit) {
      reach(Method.PAGE);
      return store.page(namespace, after, limit);
    }

    @Override
    public void close() {
      store.close();
    }
  }

  private Object attribute(String name) {
    return braze.profile("u-1").flatMap(profile -> profile.attribute(name)).orElse(null);
  }

  private void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("nanoseconds too late").isNegative();
      var unused = braze.awaitRequests(braze.requests() + 1, Duration.ofMillis(20));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Method.class,
      names = {"READ", "UPDATE"})
  void updates_whileTheStoreFails_areForwardedInOrderOnceItWorks(Method method)
      throws InterruptedException {
    FailingStore store = new FailingStore(method);
    try (RunningReceiver receiver = RunningReceiver.remembering(directory, braze, store)) {
      receiver.take(add("u-1", 7));
      await(() -> "'7'".equals(attribute("SegmentMembership")) && store.hasNoPendingWrite());
      store.fail(FAILURES);
      receiver.take(delete("u-1", 7));
      receiver.take(add("u-1", 8));
      receiver.take(add("u-1", 9));
      receiver.take(delete("u-1", 8));

      await(() -> store.works() && "'9'".equals(attribute("SegmentMembership")));
      receiver.take(add("u-1", 10));
      await(() -> "'9','10'".equals(attribute("SegmentMembership")));
    }
    assertThat(attribute("In A7")).isEqualTo(false);
    assertThat(attribute("In A8")).isNotEqualTo(true);
    try (RunningReceiver again =
        RunningReceiver.remembering(directory, braze, new FailingStore(method))) {
      assertThat(again.notices()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void renaming_whileTheStoreFails_isDoneOnceItWorks(Method method) throws InterruptedException {
    FailingStore store = new FailingStore(method);
    try (RunningReceiver receiver = RunningReceiver.remembering(directory, braze, store)) {
      receiver.take(add("u-1", 7));
      await(() -> Boolean.TRUE.equals(attribute("In A7")) && store.hasNoPendingWrite());
      store.fail(FAILURES);
      receiver.take(subscription("update", 7, "New"));

      await(() -> Boolean.TRUE.equals(attribute("In New")));
      assertThat(store.hasFailed()).isTrue();
    }
    assertThat(attribute("In A7")).isNull();
  }
}
