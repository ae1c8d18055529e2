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
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportException;
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
 * A forwarder for which time stands still: its requests are answered, and its timer runs, when a
 * thread of the scenario says so.
 */
public final class EngineByHand implements BrazeTransport, TaskScheduler, TimeSource, ForwarderListener {
  private static final TransportResponse SUCCESS = response(201, "{\"message\":\"success\"}");
  private static final TransportResponse UNAUTHORIZED = response(401, "{}");

  public final AudienceForwarder forwarder;
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final Queue<Timer> timers = new ConcurrentLinkedQueue<>();
  private final AtomicInteger callsFinished = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger objectsUnderWay = new AtomicInteger();
  private volatile int mostUnderWay;
  private volatile int mostObjectsUnderWay;
  private volatile boolean answersAtOnce;
  private volatile long nanos;

  private EngineByHand(String key, RateLimiter limiter) {
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

  public static EngineByHand create() {
    return create("test-key", RateLimiter.off());
  }

  public static EngineByHand create(String key, RateLimiter limiter) {
    return new EngineByHand(key, limiter);
  }

  private static TransportResponse response(int status, String body) {
    return TransportResponse.of(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  /** Updates of as many users; made once, because they never change. */
  public static List<AudienceUpdate> users(int count) {
    return Simulation.users(count);
  }

  /** How many requests were started. */
  public int requests() {
    return requests.size();
  }

  /** The only request that was started so far. */
  public Request onlyRequest() {
    if (requests.size() != 1) {
      throw new AssertionError(requests.size() + " requests instead of one");
    }
    return requests.element();
  }

  /** The most requests that were under way at once. */
  public int mostUnderWay() {
    return mostUnderWay;
  }

  /** The most users in requests that were under way at once. */
  public int mostObjectsUnderWay() {
    return mostObjectsUnderWay;
  }

  public int callsFinished() {
    return callsFinished.get();
  }

  /** Answers all requests, and those that come of it. */
  public void answerAll() {
    boolean more;
    do {
      more = false;
      for (Request request : requests) {
        more |= request.succeeds();
      }
    } while (more);
  }

  /** Answers all requests, those to come too. */
  public void answersFromNowOn() {
    answersAtOnce = true;
    answerAll();
  }

  /** Runs the tasks that wait for the timer now, and sets the clock to their times. */
  public void timerRuns() {
    int count = timers.size();
    for (int i = 0; i < count; i++) {
      Timer next = timers.poll();
      if (next != null) {
        next.run();
      }
    }
  }

  /** A body has a beginning, an end, and commas between its objects. */
  private static int objects(TransportRequest request) {
    return (request.bodyParts().size() - 1) / 2;
  }

  @Override
  public Exchange start(TransportRequest sent) {
    Request request = new Request(objects(sent));
    mostUnderWay = Math.max(mostUnderWay, underWay.incrementAndGet());
    mostObjectsUnderWay = Math.max(mostObjectsUnderWay, objectsUnderWay.addAndGet(request.objects));
    requests.add(request);
    if (answersAtOnce) {
      request.succeeds();
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

  /** A request under way. What comes first is what came of it. */
  public final class Request implements Exchange {
    private final CompletableFuture<TransportResponse> response = new CompletableFuture<>();
    private final AtomicInteger ends = new AtomicInteger();
    private final int objects;

    private Request(int objects) {
      this.objects = objects;
    }

    /** Braze takes it; says whether that came first. */
    public boolean succeeds() {
      return ends(SUCCESS);
    }

    public boolean isRefused() {
      return ends(UNAUTHORIZED);
    }

    /** It is not sent, and may be tried again. */
    public boolean isNotSent() {
      return fails(Delivery.NOT_SENT);
    }

    @Override
    public CompletionStage<TransportResponse> response() {
      return response.minimalCompletionStage();
    }

    @Override
    public void abort() {
      fails(Delivery.UNKNOWN);
    }

    private boolean ends(TransportResponse answer) {
      countDown();
      return response.complete(answer);
    }

    private boolean fails(Delivery delivery) {
      countDown();
      return response.completeExceptionally(new TransportException("no answer", delivery));
    }

    /** Before the engine is told, which may start the next request at once. */
    private void countDown() {
      if (ends.getAndIncrement() == 0) {
        underWay.decrementAndGet();
        objectsUnderWay.addAndGet(-objects);
      }
    }
  }

  /** A task of the timer, which runs once if it is not taken back before. */
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
