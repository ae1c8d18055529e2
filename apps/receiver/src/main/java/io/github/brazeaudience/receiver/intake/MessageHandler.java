package io.github.brazeaudience.receiver.intake;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.mparticle.AudienceMembershipChangeRequest;
import io.github.brazeaudience.mparticle.AudienceSubscriptionRequest;
import io.github.brazeaudience.mparticle.AudienceSubscriptionRequest.Action;
import io.github.brazeaudience.mparticle.FirehoseMessage;
import io.github.brazeaudience.mparticle.FirehoseResponder;
import io.github.brazeaudience.mparticle.MalformedMessage;
import io.github.brazeaudience.mparticle.OtherMessage;
import io.github.brazeaudience.receiver.forward.RenameRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides the response to a message: parses the message, stores it if there is something to
 * forward, and responds. It does not wait for Braze. Thread-safe.
 */
public final class MessageHandler {
  private static final String DATA_SUBJECT_REQUEST = "dsr_processing_request";
  private static final String WARM_UP =
      """
      {"type":"audience_membership_change_request","id":"0","timestamp_ms":0,"user_profiles":[{
      "user_identities":[{"type":"customer","encoding":"raw","value":"0"}],
      "device_identities":[{"type":"android_id","encoding":"raw","value":"0"}],
      "audiences":[{"audience_id":1,"audience_name":"0","action":"add"}]}]}
      """;

  private final MessageStore store;
  private final RenameRule renameRule;
  private final FirehoseResponder responder;
  private final BooleanSupplier suspended;
  private final IntakeListener listener;
  private final Consumer<String> notices;

  /**
   * Creates a handler.
   *
   * @param suspended true while mParticle should stop sending
   * @param notices called with each line of the log
   */
  public MessageHandler(
      MessageStore store,
      RenameRule renameRule,
      FirehoseResponder responder,
      BooleanSupplier suspended,
      IntakeListener listener,
      Consumer<String> notices) {
    this.store = store;
    this.renameRule = renameRule;
    this.responder = responder;
    this.suspended = suspended;
    this.listener = listener;
    this.notices = notices;
  }

  /**
   * Handles a message without storing it for good, because loading the classes for the first
   * message could take longer than a sender waits.
   */
  public void warmUp() {
    byte[] body = WARM_UP.getBytes(StandardCharsets.UTF_8);
    FirehoseMessage message = FirehoseMessage.parse(body);
    var unusedId = MessageId.of(message, body);
    var unusedResponse = responder.respond(message, false);
    store.warmUp(((AudienceMembershipChangeRequest) message).updates());
  }

  /** Returns the response to a message, which is durable if the status is 200. */
  Answer answer(byte[] body) {
    try {
      return answer(FirehoseMessage.parse(body), body);
    } catch (Throwable e) {
      // Also a lack of memory: mParticle sends the message again.
      notices.accept("a request failed, and is to be sent again: " + e.getClass().getName());
      return Answer.of(Problem.FAILED);
    }
  }

  private Answer answer(FirehoseMessage message, byte[] body) {
    if (message instanceof MalformedMessage malformed) {
      notices.accept("a request was refused: " + malformed.reason());
      return Answer.of(400, responder.respond(message, false));
    }
    if (message instanceof OtherMessage other
        && DATA_SUBJECT_REQUEST.equalsIgnoreCase(other.type().orElse(""))) {
      return Answer.of(Problem.UNSUPPORTED_MESSAGE);
    }
    if (message instanceof AudienceSubscriptionRequest subscription) {
      log(subscription);
    }
    Problem problem = keep(message, body);
    return problem != null
        ? Answer.of(problem)
        : Answer.of(200, responder.respond(message, suspended.getAsBoolean()));
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
    Optional<Audience> renamed = renameRule.renamed(message);
    if (message instanceof AudienceMembershipChangeRequest change) {
      return keep(MessageId.of(message, body), change.updates());
    }
    return renamed.isPresent() ? keep(MessageId.of(message, body), renamed.get()) : null;
  }

  private @Nullable Problem keep(Optional<String> id, List<AudienceUpdate> updates) {
    MessageStore.Result result = store.add(id, updates);
    listener.stored(result == MessageStore.Result.ADDED ? updates.size() : 0);
    return problem(result);
  }

  private @Nullable Problem keep(Optional<String> id, Audience renamed) {
    return problem(store.rename(id, renamed));
  }

  private static @Nullable Problem problem(MessageStore.Result result) {
    return switch (result) {
      case ADDED, KNOWN -> null;
      case BACKLOG_FULL -> Problem.BACKLOG_FULL;
      case FAILED -> Problem.NOT_STORED;
    };
  }
}
