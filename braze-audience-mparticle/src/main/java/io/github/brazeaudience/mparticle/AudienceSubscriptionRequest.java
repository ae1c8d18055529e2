package io.github.brazeaudience.mparticle;

import io.github.brazeaudience.audience.Audience;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Message that an audience was connected, changed its name or settings, or was disconnected. Its
 * members are in separate messages, and none are sent when the audience is disconnected. Immutable.
 *
 * @see <a href="https://docs.mparticle.com/developers/partners/firehose/">mParticle: Firehose</a>
 */
public final class AudienceSubscriptionRequest implements FirehoseMessage {
  /** Change of a subscription. */
  public enum Action {
    /** The audience is connected. */
    ADD,
    /** Its name or its settings have changed. */
    UPDATE,
    /** The audience is disconnected. */
    REMOVE;

    static @Nullable Action find(Scalar text) {
      for (Action action : values()) {
        if (text.is(action.name())) {
          return action;
        }
      }
      return null;
    }
  }

  private final @Nullable String id;
  private final @Nullable Instant timestamp;
  private final Audience audience;
  private final @Nullable Action action;
  private final Map<String, String> settings;

  AudienceSubscriptionRequest(
      @Nullable String id,
      @Nullable Instant timestamp,
      Audience audience,
      @Nullable Action action,
      Map<String, String> settings) {
    this.id = id;
    this.timestamp = timestamp;
    this.audience = audience;
    this.action = action;
    this.settings = settings;
  }

  @Override
  public Optional<String> id() {
    return Optional.ofNullable(id);
  }

  /** {@return the message's {@code timestamp_ms}, if there is one} */
  public Optional<Instant> timestamp() {
    return Optional.ofNullable(timestamp);
  }

  /**
   * Returns the audience, with its External Name if the message has it. A new name of an audience
   * arrives in this message first.
   */
  public Audience audience() {
    return audience;
  }

  /** {@return the action, or empty if there is none or it is newer than this library} */
  public Optional<Action> action() {
    return Optional.ofNullable(action);
  }

  /**
   * Returns the {@code audience_subscription_settings}, with numbers and booleans as text and
   * without nulls. They may be secret.
   *
   * @return an immutable map in the order of the message
   */
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public String toString() {
    return "AudienceSubscriptionRequest[%s, %s, settings=%s]"
        .formatted(action, audience, settings.size());
  }
}
