package io.github.brazeaudience.delivery;

import io.github.brazeaudience.config.AttributeNames;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.AttemptStarted;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.policy.TaskScheduler;
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
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Performs single attempts: makes the request, starts it, and has its answer read. A transport that
 * breaks its contract (throws, or never completes) is held to it here. Confined to the mailbox, but
 * for the reading of answers.
 */
final class Attempts {
  /** How long after its time limit an exchange is waited for before it counts as lost. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /**
   * HTTP libraries refuse limits that are not positive, or take zero for none; and many count in
   * milliseconds.
   */
  private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);

  private final DeliverySettings settings;
  private final TaskScheduler scheduler;
  private final Mailbox mailbox;
  private final Answered answered;
  private final AttributeNames names;
  private final Map<BrazeOperation, URI> uris = new EnumMap<>(BrazeOperation.class);
  private final Map<String, String> headers;
  private final Set<Batch> inFlight = Collections.newSetFromMap(new IdentityHashMap<>());
  private long requests;

  /** Is told of the end of each attempt, in the mailbox. */
  interface Answered {
    void answered(Batch batch, long request, Verdict verdict);
  }

  Attempts(
      BrazeAudienceConfig config,
      DeliverySettings settings,
      TaskScheduler scheduler,
      Mailbox mailbox,
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

  void start(Batch batch) {
    long startedAt = settings.timeSource().nanoTime();
    long request = ++requests;
    int attempt = batch.attemptStarts();
    batch.call().requestStarted();
    inFlight.add(batch);
    Asked asked = batch.asked(names);
    TransportRequest toSend = request(asked.operation(), batch.body());
    Duration left = Duration.ofNanos(batch.deadlineNanos() - startedAt);
    if (left.compareTo(toSend.timeout()) < 0) {
      toSend = toSend.withTimeout(left.compareTo(SHORTEST_TIMEOUT) > 0 ? left : SHORTEST_TIMEOUT);
    }
    settings
        .listener()
        .attemptStarted(
            AttemptStarted.of(
                asked.operation(),
                request,
                attempt,
                batch.writes().size(),
                toSend.contentLength()));
    CompletableFuture<TransportResponse> once = new CompletableFuture<>();
    var unused =
        once.whenComplete(
            (response, failure) -> {
              Verdict verdict = read(response, failure, asked);
              OptionalInt status =
                  response == null ? OptionalInt.empty() : OptionalInt.of(response.status());
              mailbox.execute(() -> ended(batch, request, attempt, startedAt, status, verdict));
            });
    UnderWay started = start(toSend, once);
    batch.underWay(started, scheduler.schedule(started::lose, toSend.timeout().plus(GRACE)));
  }

  /** Ends an exchange; it is waited for a little, in case the transport still says how it went. */
  void abort(Batch batch) {
    UnderWay exchange = batch.aborts();
    if (exchange != null) {
      batch.watchedBy(scheduler.schedule(exchange::lose, GRACE));
      exchange.abort();
    }
  }

  private UnderWay start(TransportRequest request, CompletableFuture<TransportResponse> once) {
    Exchange exchange = null;
    try {
      exchange = settings.transport().start(request);
      var unused =
          exchange
              .response()
              .whenComplete(
                  (response, failure) -> {
                    if (response != null) {
                      once.complete(response);
                    } else {
                      once.completeExceptionally(failure != null ? failure : lost());
                    }
                  });
    } catch (Throwable e) {
      // Also what the signature does not allow, because a transport may be written in any language.
      once.completeExceptionally(e);
    }
    return new UnderWay(exchange, once);
  }

  /** An exchange, and the one end of it that counts. */
  record UnderWay(@Nullable Exchange exchange, CompletableFuture<TransportResponse> end) {
    /** An exchange that cannot be aborted counts as lost. */
    void abort() {
      Throwable thrown = tryAbort();
      if (thrown != null) {
        end.completeExceptionally(thrown);
      }
    }

    /**
     * It is waited for no longer. It is aborted before it counts as ended, so that the transport
     * has nothing of it under way when the next request starts.
     */
    void lose() {
      tryAbort();
      end.completeExceptionally(lost());
    }

    private @Nullable Throwable tryAbort() {
      try {
        if (exchange != null) {
          exchange.abort();
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

  private Verdict read(
      @Nullable TransportResponse response, @Nullable Throwable failure, Asked asked) {
    String host = uri(asked.operation()).getAuthority();
    try {
      return response != null
          ? AnswerReader.read(response, asked, host, settings.timeSource().now())
          : AnswerReader.read(failure != null ? failure : lost(), asked, host);
    } catch (Throwable e) {
      // The outcome must not be lost, whatever a failure made by a foreign transport does.
      return AnswerReader.unreadable(e, asked, host);
    }
  }

  private void ended(
      Batch batch, long request, int attempt, long startedAt, OptionalInt status, Verdict verdict) {
    inFlight.remove(batch);
    batch.settled();
    Duration took = Duration.ofNanos(settings.timeSource().nanoTime() - startedAt);
    batch.attemptTook(took);
    settings
        .listener()
        .attemptFinished(
            AttemptFinished.of(
                batch.operation(),
                request,
                attempt,
                batch.writes().size(),
                took,
                status,
                verdict.reason()));
    if (verdict instanceof Verdict.Failure failure && failure.correction() != null) {
      settings
          .listener()
          .retryHintCorrected(failure.correction().event(batch.operation(), request));
    }
    answered.answered(batch, request, verdict);
  }

  private static TransportException lost() {
    return new TransportException(
        "the transport did not end the exchange in time", Delivery.UNKNOWN);
  }
}
