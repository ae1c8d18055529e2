package io.github.brazeaudience.simulation;

import io.github.brazeaudience.SimulationHooks;
import io.github.brazeaudience.AudienceForwarderBuilder;
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
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Random errors of everything a forwarder runs on: threads, timer, clock, listener, store,
 * transport, encoder and response parser. One call in {@code oneIn} fails until {@link #end}.
 */
public final class Faults {
  private final Random random;
  private final VirtualTime time;
  private final int oneIn;
  private final @Nullable Store store;
  private final Set<TransportResponse> unreadable =
      Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean over;
  private int struck;

  Faults(long seed, VirtualTime time, int oneIn, boolean withStore) {
    random = new Random(~seed);
    random.nextInt();
    this.time = time;
    this.oneIn = oneIn;
    store = withStore ? new Store() : null;
  }

  public void end() {
    over = true;
  }

  int struck() {
    return struck;
  }

  @Nullable Store store() {
    return store;
  }

  boolean strikes() {
    boolean now = !over && random.nextInt(oneIn) == 0;
    struck += now ? 1 : 0;
    return now;
  }

  /** Decides whether the response parser will fail at a response. */
  boolean makeUnreadable(TransportResponse response) {
    return strikes() && unreadable.add(response);
  }

  void strike() {
    if (strikes()) {
      raise();
    }
  }

  public void raise() {
    Throwable error =
        switch (random.nextInt(7)) {
          case 0 -> new OutOfMemoryError("unable to create native thread");
          case 1 -> new OutOfMemoryError("Java heap space");
          case 2 -> new StackOverflowError();
          case 3 -> new NoClassDefFoundError("simulated");
          case 4 -> new RejectedExecutionException("simulated");
          case 5 -> new IOException("simulated, and thrown in disguise");
          default -> new IllegalStateException("simulated");
        };
    error.setStackTrace(new StackTraceElement[0]); // a short log
    Sneaky.<Void, RuntimeException>raise(error);
  }

  public AudienceForwarderBuilder set(AudienceForwarderBuilder builder, RandomGenerator jitter) {
    builder
        .scheduler(scheduler())
        .timeSource(clock())
        .listener(listener())
        .callbackExecutor(executor(Runnable::run))
        .random(
            () -> {
              strike();
              return jitter.nextLong();
            });
    SimulationHooks.codec(builder, encoder -> codec(Codec.of(encoder)));
    if (store != null) {
      builder.membership(store, MembershipPolicy.defaults().withNamespace("w"));
      SimulationHooks.storeExecutor(
          builder, executor(task -> time.schedule(task, storeDelay())));
    }
    return builder;
  }

  /** Mostly at once; sometimes it takes long, or as good as for ever. */
  private Duration storeDelay() {
    return strikes() ? Duration.ofMinutes(random.nextInt(12 * 60)) : Duration.ofMillis(1);
  }

  /** One that refuses may have taken the task all the same. */
  private Executor executor(Executor executor) {
    return task -> {
      if (strikes()) {
        if (random.nextBoolean()) {
          executor.execute(task);
        }
        raise();
      }
      executor.execute(task);
    };
  }

  private TaskScheduler scheduler() {
    return (task, delay) -> {
      if (strikes()) {
        if (random.nextBoolean()) {
          time.schedule(task, delay);
        }
        raise();
      }
      TaskScheduler.ScheduledTask scheduled = time.schedule(task, delay);
      return () -> {
        scheduled.cancel();
        strike();
      };
    };
  }

  private TimeSource clock() {
    return new TimeSource() {
      @Override
      public long nanoTime() {
        return time.nanoTime();
      }

      @Override
      public Instant now() {
        strike();
        return time.now();
      }
    };
  }

  /** The encoder fails before it has done its work, or after. */
  private Codec codec(Codec codec) {
    return new Codec() {
      @Override
      public RequestBody encode(Iterable<UserAttributes> objects) {
        strike();
        RequestBody body = codec.encode(objects);
        strike();
        return body;
      }

      @Override
      public AttemptResult classify(
          TransportResponse response, RequestContext context, String host, Instant now) {
        if (unreadable.remove(response)) {
          raise();
        }
        return codec.classify(response, context, host, now);
      }
    };
  }

  private ForwarderListener listener() {
    return new ForwarderListener() {
      @Override
      public void attemptStarted(AttemptStarted event) {
        strike();
      }

      @Override
      public void attemptFinished(AttemptFinished event) {
        strike();
      }

      @Override
      public void retryScheduled(RetryScheduled event) {
        strike();
      }

      @Override
      public void callFinished(CallFinished event) {
        strike();
      }
    };
  }

  /** Fails before it has done something, or after. */
  public final class Store extends FailingStore {
    Store() {
      super(InMemoryMembershipStore.create());
    }

    @Override
    protected void called() {
      strike();
    }

    @Override
    public void update(String namespace, Map<String, RecordChange> changes) {
      super.update(namespace, changes);
      strike();
    }
  }
}
