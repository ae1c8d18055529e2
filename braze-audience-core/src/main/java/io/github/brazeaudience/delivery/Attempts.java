package io.github.brazeaudience.delivery;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.AttemptStarted;
import io.github.brazeaudience.policy.TaskScheduler.ScheduledTask;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Performs single attempts: makes the request, starts it, and has its answer read. A transport that
 * breaks its contract (throws, or never completes) is held to it here. Confined to the mailbox, but
 * for the reading of answers.
 */
final class Attempts {
  private static final String TRACK = "/users/track";

  /** How long after its time limit an exchange is waited for before it counts as lost. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final DeliverySettings settings;
  private final Mailbox mailbox;
  private final Answered answered;
  private final URI uri;
  private final Map<String, String> headers;
  private final Set<Batch> inFlight = Collections.newSetFromMap(new IdentityHashMap<>());
  private long requests;

  /** Is told of the end of each attempt, in the mailbox. */
  interface Answered {
    void answered(Batch batch, long request, Verdict verdict);
  }

  Attempts(
      BrazeAudienceConfig config, DeliverySettings settings, Mailbox mailbox, Answered answered) {
    this.settings = settings;
    this.mailbox = mailbox;
    this.answered = answered;
    this.uri = config.endpoints().restUri(TRACK);
    this.headers = new LinkedHashMap<>();
    headers.put("Authorization", "Bearer " + config.restApiKey().reveal());
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "application/json");
    headers.put("User-Agent", config.userAgent());
  }

  int inFlight() {
    return inFlight.size();
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
    TransportRequest toSend = TransportRequest.post(uri, headers, batch.body());
    Duration left = Duration.ofNanos(batch.deadlineNanos() - startedAt);
    if (left.compareTo(toSend.timeout()) < 0) {
      toSend = toSend.withTimeout(left);
    }
    settings
        .listener()
        .attemptStarted(
            AttemptStarted.of(request, attempt, batch.writes().size(), toSend.contentLength()));
    CompletableFuture<TransportResponse> once = new CompletableFuture<>();
    ScheduledTask watchdog =
        settings
            .scheduler()
            .schedule(() -> once.completeExceptionally(lost()), toSend.timeout().plus(GRACE));
    var unused =
        once.whenComplete(
            (response, failure) -> {
              Verdict verdict = read(response, failure, batch.writes().size());
              OptionalInt status =
                  response == null ? OptionalInt.empty() : OptionalInt.of(response.status());
              mailbox.execute(() -> ended(batch, request, attempt, startedAt, status, verdict));
            });
    batch.underWay(start(toSend, once), watchdog);
  }

  private Exchange start(TransportRequest request, CompletableFuture<TransportResponse> once) {
    try {
      Exchange exchange = settings.transport().start(request);
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
      return new Exchange() {
        @Override
        public CompletionStage<TransportResponse> response() {
          return once;
        }

        @Override
        public void abort() {
          abortQuietly(exchange, once);
        }
      };
    } catch (RuntimeException | LinkageError e) {
      once.completeExceptionally(e);
      return new FailedExchange(once);
    }
  }

  /** An exchange that cannot be aborted counts as lost. */
  private static void abortQuietly(Exchange exchange, CompletableFuture<TransportResponse> once) {
    try {
      exchange.abort();
    } catch (RuntimeException | LinkageError e) {
      once.completeExceptionally(e);
    }
  }

  private record FailedExchange(CompletableFuture<TransportResponse> response) implements Exchange {
    @Override
    public void abort() {}
  }

  private Verdict read(
      @Nullable TransportResponse response, @Nullable Throwable failure, int objects) {
    return response != null
        ? AnswerReader.read(response, objects, uri.getAuthority(), settings.timeSource().now())
        : AnswerReader.read(failure != null ? failure : lost(), uri.getAuthority());
  }

  private void ended(
      Batch batch, long request, int attempt, long startedAt, OptionalInt status, Verdict verdict) {
    inFlight.remove(batch);
    batch.settled();
    Duration took = Duration.ofNanos(settings.timeSource().nanoTime() - startedAt);
    settings
        .listener()
        .attemptFinished(
            AttemptFinished.of(
                request, attempt, batch.writes().size(), took, status, verdict.reason()));
    answered.answered(batch, request, verdict);
  }

  private static TransportException lost() {
    return new TransportException(
        "the transport did not end the exchange in time", Delivery.UNKNOWN);
  }
}
