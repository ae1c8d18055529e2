package io.github.brazeaudience.payload;

import io.github.brazeaudience.outcome.IdentifierKind;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Identifier that Braze uses to find a profile. Updates with equal identifiers are for the same
 * user. Immutable.
 *
 * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track">Braze:
 *     identifier resolution</a>
 */
public final class UserIdentifier {
  private final IdentifierKind kind;
  private final String value;
  private final @Nullable String aliasLabel;

  private UserIdentifier(IdentifierKind kind, String value, @Nullable String aliasLabel) {
    this.kind = kind;
    this.value = Objects.requireNonNull(value, "value");
    this.aliasLabel = aliasLabel;
  }

  static UserIdentifier externalId(String value) {
    return new UserIdentifier(IdentifierKind.EXTERNAL_ID, value, null);
  }

  static UserIdentifier brazeId(String value) {
    return new UserIdentifier(IdentifierKind.BRAZE_ID, value, null);
  }

  static UserIdentifier alias(String label, String name) {
    return new UserIdentifier(IdentifierKind.USER_ALIAS, name, label);
  }

  static UserIdentifier email(String value) {
    return new UserIdentifier(IdentifierKind.EMAIL, value, null);
  }

  /** {@return the kind of the identifier} */
  public IdentifierKind kind() {
    return kind;
  }

  /**
   * {@return the external id, the Braze id, the alias name or the email; personal data, do not log
   * it}
   */
  public String value() {
    return value;
  }

  /** {@return the label of an alias, empty for other kinds} */
  public Optional<String> aliasLabel() {
    return Optional.ofNullable(aliasLabel);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UserIdentifier that
        && kind == that.kind
        && value.equals(that.value)
        && Objects.equals(aliasLabel, that.aliasLabel);
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
