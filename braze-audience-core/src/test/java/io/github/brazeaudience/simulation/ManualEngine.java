package io.github.brazeaudience.simulation;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.event.CallFinished;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.TaskScheduler;
import io.github.brazeaudience.policy.TimeSource;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Forwarder whose requests end, and whose timer fires, only when a thread of the test triggers it.
 */
public final class ManualEngine
    implements BrazeTransport, TaskScheduler, TimeSource, ForwarderListener {
  private static final TransportResponse SUCCESS = response(201, "{\"message\":\"success\"}");
  private static final TransportResponse UNAUTHORIZED = response(401, "{}");

  public final AudienceForwarder forwarder;
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final Queue<Timer> timers = new ConcurrentLinkedQueue<>();
  private final AtomicInteger callsFinished = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger objectsInFlight = new AtomicInteger();
  private volatile int maxInFlight;
  private volatile int maxObjectsInFlight;
  private volatile boolean succeedsImmediately;
  private volatile long nanos;

  private ManualEngine(String key, RateLimiter limiter) {
    forwarder =
        AudienceForwarder.builder(BrazeAudienceConfig.builder().restApiKey(key).build(), this)
            .rateLimiter(limiter)
            .minUserWriteInterval(Duration.ZERO)
            .timeSource(this)
            .scheduler(this)
            .listener(this)
            .callbackExecutor(Runnable::run)
            .random(() -> 0)
            .build();
  }

  public static ManualEngine create() {
    return create("test-key", RateLimiter.off());
  }

  public static ManualEngine create(String key, RateLimiter limiter) {
    return new ManualEngine(key, limiter);
  }

  private static TransportResponse response(int status, String body) {
    return TransportResponse.of(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  /** Creates one update for each of {@code count} users. */
  public static List<AudienceUpdate> users(int count) {
    return Simulation.users(count);
  }

  /** Returns the number of started requests. */
  public int requests() {
    return requests.size();
  }

  /** Returns the only request that was started so far. */
  public Request onlyRequest() {
    if (requests.size() != 1) {
      throw new AssertionError(requests.size() + " requests instead of one");
    }
    return requests.element();
  }

  /** Returns the largest number of requests in flight at once. */
  public int maxInFlight() {
    return maxInFlight;
  }

  /** Returns the largest number of users in requests in flight at once. */
  public int maxObjectsInFlight() {
    return maxObjectsInFlight;
  }

  public int callsFinished() {
    return callsFinished.get();
  }

  /** Lets all requests succeed, and the requests that start as a result. */
  public void succeedAll() {
    boolean more;
    do {
      more = false;
      for (Request request : requests) {
        more |= request.succeed();
      }
    } while (more);
  }

  /** Lets all current and later requests succeed. */
  public void succeedImmediately() {
    succeedsImmediately = true;
    succeedAll();
  }

  /** Runs the tasks that are now scheduled and sets the clock to their times. */
  public void fireTimers() {
    int count = timers.size();
    for (int i = 0; i < count; i++) {
      Timer next = timers.poll();
      if (next != null) {
        next.run();
      }
    }
  }

  /** Counts objects: a body has a start, an end, and a comma between two objects. */
  private static int objects(TransportRequest request) {
    return (request.bodyParts().size() - 1) / 2;
  }

  @Override
  public Exchange start(TransportRequest sent) {
    Request request = new Request(objects(sent));
    maxInFlight = Math.max(maxInFlight, inFlight.incrementAndGet());
    maxObjectsInFlight = Math.max(maxObjectsInFlight, objectsInFlight.addAndGet(request.objects));
    requests.add(request);
    if (succeedsImmediately) {
      request.succeed();
    }
    return request;
  }

  @Override
  public void close() {}

  @Override
  public ScheduledTask schedule(Runnable task, Duration delay) {
    Timer timer = new Timer(task, nanos + delay.toNanos());
    timers.add(timer);
    return timer;
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH;
  }

  @Override
  public void callFinished(CallFinished event) {
    callsFinished.incrementAndGet();
  }

  /** Request in flight. The first response or failure wins. */
  public final class Request implements Exchange {
    private final CompletableFuture<TransportResponse> response = new CompletableFuture<>();
    private final AtomicInteger ends = new AtomicInteger();
    private final int objects;

    private Request(int objects) {
      this.objects = objects;
    }

    /** Completes with a success; returns false if the request had ended. */
    public boolean succeed() {
      return complete(SUCCESS);
    }

    public boolean refuse() {
      return complete(UNAUTHORIZED);
    }

    /** Fails before it was sent, which can be retried. */
    public boolean failNotSent() {
      return fail(Delivery.NOT_SENT);
    }

    @Override
    public CompletionStage<TransportResponse> response() {
      return response.minimalCompletionStage();
    }

    @Override
    public void abort() {
      fail(Delivery.UNKNOWN);
    }

    private boolean complete(TransportResponse result) {
      countDown();
      return response.complete(result);
    }

    private boolean fail(Delivery delivery) {
      countDown();
      return response.completeExceptionally(new TransportException("no response", delivery));
    }

    /**
     * Runs before the engine sees the end, because the engine may start the next request at once.
     */
    private void countDown() {
      if (ends.getAndIncrement() == 0) {
        inFlight.decrementAndGet();
        objectsInFlight.addAndGet(-objects);
      }
    }
  }

  /** Task of the timer, which runs once unless it is cancelled. */
  private final class Timer implements ScheduledTask {
    private final Runnable task;
    private final long at;
    private final AtomicInteger taken = new AtomicInteger();

    Timer(Runnable task, long at) {
      this.task = task;
      this.at = at;
    }

    void run() {
      if (taken.getAndIncrement() == 0) {
        nanos = at;
        task.run();
      }
    }

    @Override
    public void cancel() {
      taken.getAndIncrement();
    }
  }
}
