package io.github.brazeaudience.audience;

import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A user: user identities, device identities, a Braze id and push tokens. The first raw identity of
 * a type is used. Blank and hashed identities are ignored, because a hash is never an id or an
 * email. Immutable.
 */
public final class UserProfile {
  /** Possessive quantifiers, so a long value is scanned only once. */
  private static final Pattern ALL_ZERO = Pattern.compile("\\s*+-*+0[0-]*+\\s*+");

  private final @Nullable TypedValues<IdentityType> identities;
  private final @Nullable TypedValues<DeviceIdentityType> devices;
  private final @Nullable String brazeId;
  private final List<PushToken> pushTokens;

  private UserProfile(Builder builder) {
    this.identities = builder.identities;
    this.devices = builder.devices;
    this.brazeId = builder.brazeId;
    this.pushTokens = List.copyOf(builder.pushTokens);
  }

  /** Returns a user with a customer id. */
  public static UserProfile ofCustomerId(String customerId) {
    return builder().customerId(customerId).build();
  }

  /** Returns a builder of an empty profile. */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the first raw identity of a type that is not blank} */
  public Optional<String> identity(IdentityType type) {
    String value = TypedValues.get(identities, type);
    // A branch of its own, so the compiler can remove the Optional where all users have the type.
    return value == null ? Optional.empty() : Optional.of(value);
  }

  /** {@return the first raw device identity of a type that is not blank} */
  public Optional<String> device(DeviceIdentityType type) {
    return Optional.ofNullable(TypedValues.get(devices, type));
  }

  /** {@return the id that Braze has given the profile, if it is known} */
  public Optional<String> brazeId() {
    return Optional.ofNullable(brazeId);
  }

  /** {@return the push tokens in the order in which they were given} */
  public List<PushToken> pushTokens() {
    return pushTokens;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UserProfile that
        && Objects.equals(identities, that.identities)
        && Objects.equals(devices, that.devices)
        && Objects.equals(brazeId, that.brazeId)
        && pushTokens.equals(that.pushTokens);
  }

  @Override
  public int hashCode() {
    return Objects.hash(identities, devices, brazeId, pushTokens);
  }

  /** Contains the types of the identities, never their values. */
  @Override
  public String toString() {
    return "UserProfile[%s, %s, %s%s]"
        .formatted(
            TypedValues.types(identities),
            TypedValues.types(devices),
            brazeId == null ? "" : "with a Braze id, ",
            pushTokens);
  }

  /** Builds a {@link UserProfile}. Not thread-safe. */
  public static final class Builder {
    private @Nullable TypedValues<IdentityType> identities;
    private @Nullable TypedValues<DeviceIdentityType> devices;
    private @Nullable String brazeId;
    private List<PushToken> pushTokens = List.of();

    private Builder() {}

    /** Adds a raw customer id. */
    public Builder customerId(String value) {
      return identity(IdentityType.CUSTOMER_ID, value);
    }

    /** Adds a raw email address. */
    public Builder email(String value) {
      return identity(IdentityType.EMAIL, value);
    }

    /** Adds a raw identity. A blank value and a second identity of a type are ignored. */
    public Builder identity(IdentityType type, String value) {
      return identity(type, IdentityEncoding.RAW, value);
    }

    /** Adds an identity in an encoding. Any encoding except raw is ignored. */
    public Builder identity(IdentityType type, IdentityEncoding encoding, String value) {
      Objects.requireNonNull(encoding, "encoding");
      if (encoding == IdentityEncoding.RAW && !value.isBlank()) {
        identities = TypedValues.with(identities, type, value);
      }
      return this;
    }

    /**
     * Adds a raw device identity. A blank value, an all-zero value (which devices report when
     * tracking is off) and a second identity of a type are ignored.
     */
    public Builder device(DeviceIdentityType type, String value) {
      return device(type, IdentityEncoding.RAW, value);
    }

    /** Adds a device identity in an encoding. Any encoding except raw is ignored. */
    public Builder device(DeviceIdentityType type, IdentityEncoding encoding, String value) {
      Objects.requireNonNull(encoding, "encoding");
      if (encoding == IdentityEncoding.RAW
          && !value.isBlank()
          && !ALL_ZERO.matcher(value).matches()) {
        devices = TypedValues.with(devices, type, value);
      }
      return this;
    }

    /**
     * Adds the {@code braze_id} that Braze has given the profile, for example as exported by {@code
     * /users/export/ids}. It is used if the user has no external id. A blank value and a second
     * Braze id are ignored. Braze documents no form and no maximum length of it.
     *
     * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track">Braze:
     *     identifier resolution</a>
     */
    public Builder brazeId(String value) {
      if (brazeId == null && !value.isBlank()) {
        brazeId = value;
      }
      return this;
    }

    /** Adds a push token. The last one per platform is sent; a blank token is ignored. */
    public Builder pushToken(PushToken token) {
      if (!token.token().isBlank()) {
        pushTokens = pushTokens.isEmpty() ? new ArrayList<>() : pushTokens;
        pushTokens.add(token);
      }
      return this;
    }

    /** Builds the profile. */
    public UserProfile build() {
      return new UserProfile(this);
    }
  }
}
