package io.github.brazeaudience.payload;

import io.github.brazeaudience.outcome.IdentifierKind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Identifier that Braze uses to find a profile, or device ids whose profile has to be looked up
 * first. Updates with equal identifiers are for the same user. Immutable.
 *
 * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track">Braze:
 *     identifier resolution</a>
 */
public final class UserIdentifier {
  private final IdentifierKind kind;
  private final String value;
  private final Details details;

  /** What only some kinds have. */
  private record Details(
      @Nullable String aliasLabel, List<String> deviceIds, @Nullable UserIdentifier fallback) {
    private static final Details NONE = new Details(null, List.of(), null);
  }

  private UserIdentifier(IdentifierKind kind, String value, Details details) {
    this.kind = kind;
    this.value = Objects.requireNonNull(value, "value");
    this.details = details;
  }

  /** Returns an identifier with an external id. */
  public static UserIdentifier externalId(String value) {
    return new UserIdentifier(IdentifierKind.EXTERNAL_ID, value, Details.NONE);
  }

  /** Returns an identifier with a Braze id. */
  public static UserIdentifier brazeId(String value) {
    return new UserIdentifier(IdentifierKind.BRAZE_ID, value, Details.NONE);
  }

  static UserIdentifier alias(String label, String name) {
    return new UserIdentifier(IdentifierKind.USER_ALIAS, name, new Details(label, List.of(), null));
  }

  static UserIdentifier email(String value) {
    return new UserIdentifier(IdentifierKind.EMAIL, value, Details.NONE);
  }

  /** Returns device ids to look up, and the identifier that is used if no profile is found. */
  static UserIdentifier devices(List<String> deviceIds, @Nullable UserIdentifier fallback) {
    return new UserIdentifier(
        IdentifierKind.DEVICE,
        String.join("\n", deviceIds),
        new Details(null, deviceIds, fallback));
  }

  /** {@return the kind of the identifier} */
  public IdentifierKind kind() {
    return kind;
  }

  /**
   * {@return the external id, the Braze id, the alias name, the email, or the device ids in one
   * text; personal data, do not log it}
   */
  public String value() {
    return value;
  }

  /** {@return the label of an alias, empty for other kinds} */
  public Optional<String> aliasLabel() {
    return Optional.ofNullable(details.aliasLabel);
  }

  /** {@return the device ids to look up, in order; empty for other kinds} */
  public List<String> deviceIds() {
    return details.deviceIds;
  }

  /** {@return the identifier if the lookup of the device ids finds no profile} */
  public Optional<UserIdentifier> fallback() {
    return Optional.ofNullable(details.fallback);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UserIdentifier that
        && kind == that.kind
        && value.equals(that.value)
        && details.equals(that.details);
  }

  @Override
  public int hashCode() {
    return value.hashCode() * 31 + kind.hashCode();
  }

  @Override
  public String toString() {
    return "UserIdentifier[" + kind + "]";
  }
}
