package io.github.brazeaudience.flink;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.util.function.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A failing state fails the call at once. */
@Timeout(300)
class KeyedMembershipStoreTest {
  /** Runs each mail on a new thread, which the mail may end. */
  private static final class Threads implements MailboxExecutor {
    @Override
    public void execute(
        MailOptions options,
        ThrowingRunnable<? extends Exception> command,
        String description,
        Object... arguments) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  command.run();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      thread.setUncaughtExceptionHandler((ended, e) -> {});
      thread.start();
    }

    @Override
    public void yield() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean tryYield() {
      return false;
    }

    @Override
    public boolean shouldInterrupt() {
      return false;
    }
  }

  static Stream<Supplier<Throwable>> failures() {
    return Stream.of(
        () -> new OutOfMemoryError("for a test"), () -> new IllegalStateException("for a test"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void read_stateFails_failsTheCall(Supplier<Throwable> failure) {
    KeyedMembershipStore store =
        new KeyedMembershipStore(
            new Threads(),
            new KeyedMembershipStore.UserState() {
              @Override
              public byte @Nullable [] get(String user) {
                if (failure.get() instanceof Error error) {
                  throw error;
                }
                throw (RuntimeException) failure.get();
              }

              @Override
              public void put(String user, byte @Nullable [] record) {}
            });

    assertThatThrownBy(() -> store.read("namespace", List.of("u-1")))
        .hasRootCauseMessage("for a test");
  }
}
