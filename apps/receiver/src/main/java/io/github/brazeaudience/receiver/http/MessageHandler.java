package io.github.brazeaudience.receiver.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.brazeaudience.mparticle.AudienceMembershipChangeRequest;
import io.github.brazeaudience.mparticle.AudienceSubscriptionRequest;
import io.github.brazeaudience.mparticle.AudienceSubscriptionRequest.Action;
import io.github.brazeaudience.mparticle.FirehoseMessage;
import io.github.brazeaudience.mparticle.FirehoseResponder;
import io.github.brazeaudience.mparticle.MalformedMessage;
import io.github.brazeaudience.mparticle.OtherMessage;
import io.github.brazeaudience.receiver.forward.RenameRule;
import io.github.brazeaudience.receiver.journal.Journal;
import io.github.brazeaudience.receiver.journal.JournalFullException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Handles a request: parses the message, appends it to the journal if there is something to
 * forward, and writes the response. It does not wait for Braze.
 */
final class MessageHandler implements HttpHandler {
  private static final String POST = "POST";
  private static final String WARM_UP =
      """
      {"type":"audience_membership_change_request","id":"0","timestamp_ms":0,"user_profiles":[{
      "user_identities":[{"type":"customer","encoding":"raw","value":"0"}],
      "device_identities":[{"type":"android_id","encoding":"raw","value":"0"}],
      "audiences":[{"audience_id":1,"audience_name":"0","action":"add"}]}]}
      """;
  private static final String DATA_SUBJECT_REQUEST = "dsr_processing_request";
  private static final String RETRY_AFTER_SECONDS = "30";

  private final Journal journal;
  private final Deliveries deliveries;
  private final RenameRule renameRule;
  private final FirehoseResponder responder;
  private final BooleanSupplier suspended;
  private final Secret secret;
  private final Requests requests;
  private final Consumer<String> notices;

  MessageHandler(
      Journal journal,
      Deliveries deliveries,
      RenameRule renameRule,
      FirehoseResponder responder,
      BooleanSupplier suspended,
      Secret secret,
      Requests requests,
      Consumer<String> notices) {
    this.journal = journal;
    this.deliveries = deliveries;
    this.renameRule = renameRule;
    this.responder = responder;
    this.suspended = suspended;
    this.secret = secret;
    this.requests = requests;
    this.notices = notices;
  }

  /** Response to a request. */
  private static final class Answer {
    private final int status;
    private final byte[] body;
    private final boolean later;

    Answer(int status, byte[] body, boolean later) {
      this.status = status;
      this.body = body;
      this.later = later;
    }

    static Answer of(Problem problem) {
      return new Answer(problem.status(), problem.body(), problem.passes());
    }

    int status() {
      return status;
    }

    byte[] body() {
      return body;
    }

    boolean later() {
      return later;
    }
  }

  /**
   * Handles a message without sending anything, because loading the classes for the first message
   * could take longer than a sender waits.
   */
  void warmUp() {
    byte[] message = WARM_UP.getBytes(StandardCharsets.UTF_8);
    deliveries.warmUp(message);
    var unused = responder.respond(FirehoseMessage.parse(message), false);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        respond(exchange);
      } catch (IOException e) {
        throw e;
      } catch (Throwable e) {
        notices.accept("a request failed, and is to be sent again: " + e);
        // Headers that have been sent cannot be changed; then the connection is closed.
        if (exchange.getResponseCode() < 0) {
          send(exchange, Answer.of(Problem.FAILED));
        }
      }
    }
  }

  private void respond(HttpExchange exchange) throws IOException {
    Body body = new Body(exchange, requests);
    Problem refused = body.begin();
    if (refused != null) {
      body.skipRest();
      send(exchange, Answer.of(refused));
      return;
    }
    try {
      Answer answer = answer(exchange, body);
      body.skipRest();
      send(exchange, answer);
    } finally {
      body.end();
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    if (answer.later()) {
      exchange.getResponseHeaders().set("Retry-After", RETRY_AFTER_SECONDS);
    }
    if (answer.status() == Problem.METHOD_NOT_ALLOWED.status()) {
      exchange.getResponseHeaders().set("Allow", POST);
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(answer.status(), answer.body().length);
    exchange.getResponseBody().write(answer.body());
  }

  private Answer answer(HttpExchange exchange, Body body) throws IOException {
    if (!exchange.getRequestMethod().equals(POST)) {
      return Answer.of(Problem.METHOD_NOT_ALLOWED);
    }
    if (!secret.accepts(exchange.getRequestHeaders().getFirst(Secret.HEADER))) {
      return Answer.of(Problem.UNAUTHORIZED);
    }
    Problem refused = body.read();
    return refused != null ? Answer.of(refused) : answer(body.bytes());
  }

  private Answer answer(byte[] body) {
    FirehoseMessage message = FirehoseMessage.parse(body);
    if (message instanceof MalformedMessage malformed) {
      notices.accept("a request was refused: " + malformed.reason());
      return new Answer(400, responder.respond(message, false), false);
    }
    if (message instanceof OtherMessage other
        && DATA_SUBJECT_REQUEST.equalsIgnoreCase(other.type().orElse(""))) {
      return Answer.of(Problem.UNSUPPORTED_MESSAGE);
    }
    if (message instanceof AudienceSubscriptionRequest subscription) {
      log(subscription);
    }
    if (message instanceof AudienceMembershipChangeRequest
        || renameRule.renamed(message).isPresent()) {
      Problem problem = keep(message, body);
      if (problem != null) {
        return Answer.of(problem);
      }
    }
    return new Answer(200, responder.respond(message, suspended.getAsBoolean()), false);
  }

  private void log(AudienceSubscriptionRequest subscription) {
    notices.accept(
        String.format(
            Locale.ROOT,
            "audience %d: subscription %s",
            subscription.audience().id(),
            subscription
                .action()
                .map(
                    action ->
                        action == Action.REMOVE
                            ? "REMOVE; what profiles have of it stays"
                            : action.name())
                .orElse("an unknown action")));
  }

  private @Nullable Problem keep(FirehoseMessage message, byte[] body) {
    CompletionStage<@Nullable Void> kept =
        message.id().isPresent() ? deliveries.keep(body, journal) : journal.append(body);
    try {
      kept.toCompletableFuture().join();
      return null;
    } catch (CompletionException e) {
      return e.getCause() instanceof JournalFullException
          ? Problem.JOURNAL_FULL
          : Problem.JOURNAL_FAILED;
    }
  }
}
