package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.config.AttributeNames;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.AttemptStarted;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.policy.TaskScheduler.ScheduledTask;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Performs single attempts: makes the request, starts it, and has its answer read. A transport that
 * breaks its contract (throws, or never completes) is held to it here. Confined to the mailbox, but
 * for the reading of answers.
 */
final class Attempts {
  /** How long after its time limit an exchange is waited for before it counts as lost. */
  static final Duration GRACE = Duration.ofSeconds(5);

  /**
   * HTTP libraries refuse limits that are not positive, or take zero for none; and many count in
   * milliseconds.
   */
  private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);

  private final DeliverySettings settings;
  private final GuardedScheduler scheduler;
  private final Consumer<Runnable> mailbox;
  private final Answered answered;
  private final AttributeNames names;
  private final Map<BrazeOperation, URI> uris = new EnumMap<>(BrazeOperation.class);
  private final Map<String, String> headers;
  private final Set<Batch> inFlight = Collections.newSetFromMap(new IdentityHashMap<>());
  private long requests;
  private @Nullable Batch unjudged;

  /** Is told of the end of each attempt, in the mailbox. */
  interface Answered {
    void answered(Batch batch, long request, Verdict verdict);
  }

  Attempts(
      BrazeAudienceConfig config,
      DeliverySettings settings,
      GuardedScheduler scheduler,
      Consumer<Runnable> mailbox,
      Answered answered) {
    this.settings = settings;
    this.scheduler = scheduler;
    this.mailbox = mailbox;
    this.answered = answered;
    this.names = config.attributeNames();
    for (BrazeOperation operation : BrazeOperation.values()) {
      uris.put(operation, config.endpoints().restUri(operation.path()));
    }
    this.headers = new LinkedHashMap<>();
    headers.put("Authorization", "Bearer " + config.restApiKey().reveal());
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "application/json");
    headers.put("User-Agent", config.userAgent());
  }

  int inFlight() {
    return inFlight.size();
  }

  /** How many were ever started, which is the number of the last one. */
  long started() {
    return requests;
  }

  boolean isInFlight(Batch batch) {
    return inFlight.contains(batch);
  }

  /**
   * Starts a batch.
   *
   * @return false if the scheduler would not watch over it, so that it was not started
   */
  boolean start(Batch batch) {
    long startedAt = settings.timeSource().nanoTime();
    Asked asked = batch.asked(names);
    TransportRequest toSend = request(asked.operation(), batch.body());
    Duration left = Duration.ofNanos(batch.deadlineNanos() - startedAt);
    if (left.compareTo(toSend.timeout()) < 0) {
      toSend = toSend.withTimeout(left.compareTo(SHORTEST_TIMEOUT) > 0 ? left : SHORTEST_TIMEOUT);
    }
    Duration limit = toSend.timeout().plus(GRACE);
    UnderWay exchange = new UnderWay(batch, asked, requests + 1, startedAt, limit);
    ScheduledTask watchdog = scheduler.schedule(() -> lose(exchange), limit);
    if (watchdog == null) {
      return false;
    }
    AttemptStarted event =
        new AttemptStarted(
            asked.operation(),
            exchange.request,
            batch.attempts() + 1,
            batch.writes().size(),
            toSend.contentLength());
    // From here on nothing fails before the transport has the request.
    inFlight.add(batch);
    requests++;
    exchange.attempt = batch.attemptStarts();
    batch.call().requestStarted();
    batch.underWay(exchange, watchdog);
    settings.listener().attemptStarted(event);
    start(exchange, toSend);
    return true;
  }

  /** Ends an exchange; it is waited for a little, in case the transport still says how it went. */
  void abort(Batch batch) {
    UnderWay exchange = batch.aborts();
    if (exchange != null) {
      ScheduledTask watchdog = scheduler.schedule(() -> lose(exchange), GRACE);
      if (watchdog == null) {
        lose(exchange);
        return;
      }
      batch.watchedBy(watchdog);
      exchange.abort();
    }
  }

  private void start(UnderWay underWay, TransportRequest request) {
    try {
      Exchange exchange = settings.transport().start(request);
      underWay.exchange = exchange;
      var unused =
          exchange
              .response()
              .whenComplete(
                  (response, failure) ->
                      ended(underWay, response, failure != null ? failure : lost()));
    } catch (Throwable e) {
      // Also what the signature does not allow, because a transport may be written in any language.
      underWay.tryAbort();
      ended(underWay, null, e);
    }
  }

  /**
   * An exchange is waited for no longer. It is aborted before it counts as ended, so that the
   * transport has nothing of it under way when the next request starts.
   */
  private void lose(UnderWay underWay) {
    underWay.tryAbort();
    ended(underWay, null, lost());
  }

  /**
   * An exchange has ended, on any thread. The first end is the one that counts; one that could not
   * be handed on is so with the next.
   */
  private void ended(UnderWay underWay, @Nullable TransportResponse response, Throwable failure) {
    underWay.end(() -> new End(read(response, failure, underWay.asked), status(response)));
    mailbox.accept(() -> ended(underWay));
  }

  private static OptionalInt status(@Nullable TransportResponse response) {
    return response == null ? OptionalInt.empty() : OptionalInt.of(response.status());
  }

  /** How an exchange ended. */
  private record End(Verdict verdict, OptionalInt status) {}

  /** An exchange, and the one end of it that counts. */
  final class UnderWay {
    private final Batch batch;
    private final Asked asked;
    private final long request;
    private final long startedAt;
    private final long limitNanos;
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private int attempt;
    private volatile @Nullable Exchange exchange;

    private UnderWay(Batch batch, Asked asked, long request, long startedAt, Duration limit) {
      this.batch = batch;
      this.asked = asked;
      this.request = request;
      this.startedAt = startedAt;
      this.limitNanos = startedAt + limit.toNanos();
    }

    private void end(Supplier<End> how) {
      if (end.get() == null) {
        end.compareAndSet(null, how.get());
      }
    }

    /** An exchange that cannot be aborted counts as lost. */
    private void abort() {
      Throwable thrown = tryAbort();
      if (thrown != null) {
        ended(this, null, thrown);
      }
    }

    private @Nullable Throwable tryAbort() {
      try {
        Exchange started = exchange;
        if (started != null) {
          started.abort();
        }
        return null;
      } catch (Throwable e) {
        return e;
      }
    }
  }

  private TransportRequest request(BrazeOperation operation, byte[] body) {
    TransportRequest request = TransportRequest.post(uri(operation), headers, List.of(body));
    return operation == BrazeOperation.EXPORT_USERS
        ? request.withMaxResponseBytes(ExportAnswer.MAX_BYTES)
        : request;
  }

  private URI uri(BrazeOperation operation) {
    return Objects.requireNonNull(uris.get(operation), "every operation has an address");
  }

  private Verdict read(@Nullable TransportResponse response, Throwable failure, Asked asked) {
    String host = uri(asked.operation()).getAuthority();
    try {
      return response != null
          ? AnswerReader.read(response, asked, host, SafeTime.now(settings.timeSource()))
          : AnswerReader.read(failure, asked, host);
    } catch (Throwable e) {
      // Such as no heap for the body, or a failure made by a foreign transport that throws itself.
      return AnswerReader.unreadable(e, asked, host);
    }
  }

  /** In the mailbox, once for each exchange. */
  private void ended(UnderWay underWay) {
    End end = underWay.end.get();
    Batch batch = underWay.batch;
    if (end == null || batch.exchange() != underWay || !inFlight.contains(batch)) {
      return;
    }
    unjudged = batch;
    batch.verdict(end.verdict());
    inFlight.remove(batch);
    batch.settled();
    Duration took = Duration.ofNanos(settings.timeSource().nanoTime() - underWay.startedAt);
    batch.attemptTook(took);
    settings
        .listener()
        .attemptFinished(
            new AttemptFinished(
                batch.operation(),
                underWay.request,
                underWay.attempt,
                batch.writes().size(),
                took,
                end.status(),
                Optional.ofNullable(end.verdict().reason())));
    if (end.verdict() instanceof Verdict.Failure failure && failure.correction() != null) {
      settings
          .listener()
          .retryHintCorrected(failure.correction().event(batch.operation(), underWay.request));
    }
    answered.answered(batch, underWay.request, end.verdict());
    judged();
  }

  /** The batch whose verdict could not be drawn to its end, null if there is none. */
  @Nullable Batch unjudged() {
    return unjudged;
  }

  /** What was in flight of it is known to its writes. */
  void judged() {
    Batch batch = unjudged;
    unjudged = null;
    if (batch != null) {
      batch.judged();
    }
  }

  /** Hands on ends that could not be when they came, and ends what its watchdog did not. */
  void collect() {
    long now = settings.timeSource().nanoTime();
    for (Batch batch : List.copyOf(inFlight)) {
      UnderWay underWay = batch.exchange();
      if (underWay == null) {
        continue;
      }
      if (underWay.end.get() != null) {
        ended(underWay);
      } else if (underWay.limitNanos - now <= 0) {
        lose(underWay);
      }
    }
  }

  private static TransportException lost() {
    return new TransportException(
        "the transport did not end the exchange in time", Delivery.UNKNOWN);
  }
}
