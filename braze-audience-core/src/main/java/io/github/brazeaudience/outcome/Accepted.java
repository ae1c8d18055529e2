package io.github.brazeaudience.outcome;

import io.github.brazeaudience.audience.AudienceUpdate;
import java.util.Objects;

/**
 * Braze queued the update: the response was 2xx, its {@code message} was success or queued, and no
 * error named this user. Braze processes it asynchronously.
 *
 * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track">Braze:
 *     /users/track</a>
 */
public final class Accepted extends BasicOutcome implements UserOutcome {
  private final IdentifierKind identifierKind;
  private final boolean withoutPushTokens;

  private Accepted(
      long index,
      AudienceUpdate update,
      int attempts,
      IdentifierKind identifierKind,
      boolean withoutPushTokens) {
    super(index, update, attempts, message(identifierKind, withoutPushTokens));
    this.identifierKind = identifierKind;
    this.withoutPushTokens = withoutPushTokens;
  }

  /**
   * Creates an outcome for the forwarder or a test; {@link UserOutcome} describes the values.
   *
   * @param identifierKind the kind of identifier that was sent
   * @param withoutPushTokens true if Braze refused the push tokens and only the rest was written
   */
  public static Accepted of(
      long index,
      AudienceUpdate update,
      int attempts,
      IdentifierKind identifierKind,
      boolean withoutPushTokens) {
    return new Accepted(
        index,
        update,
        attempts,
        Objects.requireNonNull(identifierKind, "identifierKind"),
        withoutPushTokens);
  }

  /**
   * Returns the kind of identifier that was sent. For any kind but {@link
   * IdentifierKind#EXTERNAL_ID}, Braze does not report whether such a profile exists. If there is
   * none, nothing was written.
   */
  public IdentifierKind identifierKind() {
    return identifierKind;
  }

  /** Returns true if Braze refused the push tokens, so the update was sent again without them. */
  public boolean withoutPushTokens() {
    return withoutPushTokens;
  }

  private static String message(IdentifierKind identifierKind, boolean withoutPushTokens) {
    String tokens = withoutPushTokens ? "Braze refused the push tokens; the rest was accepted" : "";
    String identifier =
        switch (identifierKind) {
          case EXTERNAL_ID, DEVICE -> "";
          case BRAZE_ID -> "sent with the Braze id; Braze does not report whether a profile has it";
          case USER_ALIAS ->
              "sent with a user alias; Braze does not report whether a profile has it";
          case EMAIL -> "sent with the email; Braze does not report whether a profile has it";
        };
    if (tokens.isEmpty()) {
      return identifier; // Nearly always. Joining the texts would create one for each user.
    }
    return identifier.isEmpty() ? tokens : tokens + "; " + identifier;
  }
}
