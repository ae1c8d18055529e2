package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.jdbc.RelayFailure.Kind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The failures and recoveries that a relay reports to its listener, and their order. */
final class RelayHealthTest {
  private final List<String> events = new CopyOnWriteArrayList<>();

  private class Recorder implements OutboxListener {
    @Override
    public void failed(RelayFailure failure) {
      events.add("failed " + failure.kind());
    }

    @Override
    public void recovered(RelayFailure failure) {
      events.add("recovered " + failure.kind());
    }
  }

  private static RelayHealth healthOf(OutboxListener listener) {
    return new RelayHealth(listener, new ManualTime());
  }

  @Test
  void failed_again_notifiesOnce() {
    RelayHealth health = healthOf(new Recorder());
    assertThat(health.failed(new IllegalStateException())).isEqualTo(1);
    assertThat(health.failed(new IllegalStateException())).isEqualTo(2);
    health.works(Kind.DATABASE);
    health.works(Kind.INTERNAL);
    health.works(Kind.INTERNAL);

    assertThat(events).containsExactly("failed INTERNAL", "recovered INTERNAL");
    assertThat(health.failure()).isEmpty();
  }

  @Test
  void works_listenerStillHandlesTheFailure_isNotifiedAfterIt() throws InterruptedException {
    CountDownLatch handling = new CountDownLatch(1);
    CountDownLatch mayReturn = new CountDownLatch(1);
    OutboxListener slowAtFirst =
        new Recorder() {
          @Override
          public void failed(RelayFailure failure) {
            boolean first = handling.getCount() > 0;
            handling.countDown();
            if (first) {
              await(mayReturn);
            }
            super.failed(failure);
          }
        };
    RelayHealth health = healthOf(slowAtFirst);
    Thread other = new Thread(() -> health.failed(new IllegalStateException()));
    other.start();
    await(handling);

    health.works(Kind.INTERNAL);
    assertThat(health.failed(new IllegalStateException())).isEqualTo(1);
    assertThat(events).isEmpty();
    mayReturn.countDown();
    other.join();

    assertThat(events).containsExactly("failed INTERNAL", "recovered INTERNAL", "failed INTERNAL");
  }

  @Test
  void failed_listenerThrowsAnError_notifiesOfLaterChanges() {
    OutboxListener throwing =
        new Recorder() {
          @Override
          public void failed(RelayFailure failure) {
            throw new StackOverflowError();
          }
        };
    RelayHealth health = healthOf(throwing);
    assertThat(health.failed(new IllegalStateException())).isEqualTo(1);
    health.works(Kind.INTERNAL);

    assertThat(events).containsExactly("recovered INTERNAL");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
