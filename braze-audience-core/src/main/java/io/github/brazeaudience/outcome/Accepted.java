package io.github.brazeaudience.outcome;

import io.github.brazeaudience.audience.AudienceUpdate;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Braze queued the update: it answered 2xx, {@code message} was success or queued, and it named no
 * error for this user. Braze then works on it asynchronously.
 *
 * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track">Braze:
 *     /users/track</a>
 */
public final class Accepted implements UserOutcome {
  private final long index;
  private final AudienceUpdate update;
  private final int attempts;
  private final IdentifierKind identifierKind;
  private final boolean withoutPushTokens;

  private Accepted(
      long index,
      AudienceUpdate update,
      int attempts,
      IdentifierKind identifierKind,
      boolean withoutPushTokens) {
    this.index = index;
    this.update = Objects.requireNonNull(update, "update");
    this.attempts = attempts;
    this.identifierKind = Objects.requireNonNull(identifierKind, "identifierKind");
    this.withoutPushTokens = withoutPushTokens;
  }

  /**
   * An outcome; the forwarder makes them, and tests of code that reads them.
   *
   * @param index the place of the update among the inputs of its call
   * @param update the update
   * @param attempts how many requests with this update in them were started
   * @param identifierKind by what Braze was told to find the profile
   * @param withoutPushTokens whether Braze refused the push tokens, so that only the rest was
   *     written
   * @return the outcome
   */
  public static Accepted of(
      long index,
      AudienceUpdate update,
      int attempts,
      IdentifierKind identifierKind,
      boolean withoutPushTokens) {
    return new Accepted(index, update, attempts, identifierKind, withoutPushTokens);
  }

  @Override
  public long index() {
    return index;
  }

  @Override
  public AudienceUpdate update() {
    return update;
  }

  @Override
  public int attempts() {
    return attempts;
  }

  @Override
  public Optional<Reason> reason() {
    return Optional.empty();
  }

  /**
   * By what Braze was told to find the profile. For all but {@link IdentifierKind#EXTERNAL_ID}
   * Braze does not tell whether there is such a profile; if there is none, nothing was written.
   *
   * @return the kind of the identifier
   */
  public IdentifierKind identifierKind() {
    return identifierKind;
  }

  /**
   * Whether Braze refused the push tokens, so that the update was sent once more without them.
   *
   * @return false if all was written
   */
  public boolean withoutPushTokens() {
    return withoutPushTokens;
  }

  @Override
  public String message() {
    String tokens = withoutPushTokens ? "Braze refused the push tokens; the rest was accepted" : "";
    String identifier =
        switch (identifierKind) {
          case EXTERNAL_ID -> "";
          case USER_ALIAS ->
              "sent under a user alias; Braze does not tell whether a profile has it";
          case EMAIL -> "sent under the email; Braze does not tell whether a profile has it";
        };
    return tokens.isEmpty() || identifier.isEmpty()
        ? tokens + identifier
        : tokens + "; " + identifier;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "Accepted[index=%d, attempts=%d, %s]", index, attempts, identifierKind);
  }
}
