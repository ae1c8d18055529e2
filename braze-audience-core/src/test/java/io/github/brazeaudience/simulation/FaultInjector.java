package io.github.brazeaudience.simulation;

import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.SimulationHooks;
import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.AttemptStarted;
import io.github.brazeaudience.event.CallFinished;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.RetryScheduled;
import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.internal.wire.Codec;
import io.github.brazeaudience.internal.wire.RequestContext;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.payload.RequestBody;
import io.github.brazeaudience.payload.UserAttributes;
import io.github.brazeaudience.policy.TaskScheduler;
import io.github.brazeaudience.policy.TimeSource;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Injects random errors into everything a forwarder runs on: threads, timer, clock, listener,
 * store, transport, encoder and response parser. One call in {@code oneIn} fails until {@link
 * #stop}.
 */
public final class FaultInjector {
  private final Random random;
  private final VirtualTime time;
  private final int oneIn;
  private final @Nullable Store store;
  private final Set<TransportResponse> unparseable =
      Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean stopped;

  FaultInjector(long seed, VirtualTime time, int oneIn, boolean withStore) {
    random = new Random(~seed);
    random.nextInt();
    this.time = time;
    this.oneIn = oneIn;
    store = withStore ? new Store() : null;
  }

  public void stop() {
    stopped = true;
  }

  @Nullable Store store() {
    return store;
  }

  boolean shouldFail() {
    return !stopped && random.nextInt(oneIn) == 0;
  }

  /** Decides whether the response parser will fail at a response. */
  boolean makeUnparseable(TransportResponse response) {
    return shouldFail() && unparseable.add(response);
  }

  void maybeThrow() {
    if (shouldFail()) {
      throwRandomError();
    }
  }

  public void throwRandomError() {
    Throwable error =
        switch (random.nextInt(7)) {
          case 0 -> new OutOfMemoryError("unable to create native thread");
          case 1 -> new OutOfMemoryError("Java heap space");
          case 2 -> new StackOverflowError();
          case 3 -> new NoClassDefFoundError("simulated");
          case 4 -> new RejectedExecutionException("simulated");
          case 5 -> new IOException("simulated, undeclared");
          default -> new IllegalStateException("simulated");
        };
    error.setStackTrace(new StackTraceElement[0]); // keeps the log short
    SneakyThrow.<Void, RuntimeException>sneakyThrow(error);
  }

  public AudienceForwarderBuilder applyTo(
      AudienceForwarderBuilder builder, RandomGenerator jitter) {
    builder
        .scheduler(scheduler())
        .timeSource(clock())
        .listener(listener())
        .callbackExecutor(executor(Runnable::run))
        .random(
            () -> {
              maybeThrow();
              return jitter.nextLong();
            });
    SimulationHooks.codec(builder, encoder -> codec(Codec.of(encoder)));
    if (store != null) {
      builder.membership(store, MembershipPolicy.defaults().withNamespace("w"));
      SimulationHooks.storeExecutor(builder, executor(task -> time.schedule(task, storeDelay())));
    }
    return builder;
  }

  /** Mostly 1 ms, sometimes up to 12 hours. */
  private Duration storeDelay() {
    return shouldFail() ? Duration.ofMinutes(random.nextInt(12 * 60)) : Duration.ofMillis(1);
  }

  /** An executor that throws may have accepted the task anyway. */
  private Executor executor(Executor executor) {
    return task -> {
      if (shouldFail()) {
        if (random.nextBoolean()) {
          executor.execute(task);
        }
        throwRandomError();
      }
      executor.execute(task);
    };
  }

  private TaskScheduler scheduler() {
    return (task, delay) -> {
      if (shouldFail()) {
        if (random.nextBoolean()) {
          time.schedule(task, delay);
        }
        throwRandomError();
      }
      TaskScheduler.ScheduledTask scheduled = time.schedule(task, delay);
      return () -> {
        scheduled.cancel();
        maybeThrow();
      };
    };
  }

  /** The clock fails once and not again at the next reading, as after a lack of memory. */
  private TimeSource clock() {
    return new TimeSource() {
      private boolean failed;

      @Override
      public long nanoTime() {
        maybeThrowOnce();
        return time.nanoTime();
      }

      @Override
      public Instant now() {
        maybeThrowOnce();
        return time.now();
      }

      private void maybeThrowOnce() {
        failed = !failed && shouldFail();
        if (failed) {
          throwRandomError();
        }
      }
    };
  }

  /** The encoder fails before or after its work. */
  private Codec codec(Codec codec) {
    return new Codec() {
      @Override
      public long maxBodyBytes(List<UserAttributes> objects) {
        maybeThrow();
        return codec.maxBodyBytes(objects);
      }

      @Override
      public RequestBody encode(List<UserAttributes> objects) {
        maybeThrow();
        RequestBody body = codec.encode(objects);
        maybeThrow();
        return body;
      }

      @Override
      public AttemptResult classify(
          TransportResponse response, RequestContext context, String host, Instant now) {
        if (unparseable.remove(response)) {
          throwRandomError();
        }
        return codec.classify(response, context, host, now);
      }
    };
  }

  private ForwarderListener listener() {
    return new ForwarderListener() {
      @Override
      public void attemptStarted(AttemptStarted event) {
        maybeThrow();
      }

      @Override
      public void attemptFinished(AttemptFinished event) {
        maybeThrow();
      }

      @Override
      public void retryScheduled(RetryScheduled event) {
        maybeThrow();
      }

      @Override
      public void callFinished(CallFinished event) {
        maybeThrow();
      }
    };
  }

  /** Store that fails before or after an operation. */
  public final class Store extends FailingStore {
    Store() {
      super(InMemoryMembershipStore.create());
    }

    @Override
    protected void called() {
      maybeThrow();
    }

    @Override
    public void update(String namespace, Map<String, RecordChange> changes) {
      super.update(namespace, changes);
      maybeThrow();
    }
  }
}
