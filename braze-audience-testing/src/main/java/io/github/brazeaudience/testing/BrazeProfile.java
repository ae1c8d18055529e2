package io.github.brazeaudience.testing;

import io.github.brazeaudience.testing.internal.ProfileData;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Immutable snapshot of a user profile in {@link FakeBraze}, or a seed for one.
 *
 * <p>A snapshot does not change with later writes. A seed such as {@code
 * BrazeProfile.ofExternalId("u-1").withAttribute("Plan", "gold")} is passed to {@link
 * FakeBraze#put}. Attribute values are {@code String}, {@code Boolean}, {@code Long}, {@code
 * Double}, {@code List} or {@code Map}.
 */
public final class BrazeProfile {
  private final ProfileData data;

  BrazeProfile(ProfileData data) {
    this.data = data;
  }

  /** {@return a seed with an external id} */
  public static BrazeProfile ofExternalId(String externalId) {
    Objects.requireNonNull(externalId, "externalId");
    return new BrazeProfile(ProfileData.empty().withExternalId(externalId));
  }

  /**
   * Creates a seed with an alias and no external id.
   *
   * @param label the kind of alias, such as {@code idfa}
   * @param name the alias itself
   */
  public static BrazeProfile ofAlias(String label, String name) {
    return new BrazeProfile(ProfileData.empty()).withAlias(label, name);
  }

  /** {@return a seed with an email address, no external id and no alias} */
  public static BrazeProfile ofEmail(String email) {
    return new BrazeProfile(ProfileData.empty()).withEmail(email);
  }

  /** {@return a seed with a device, no external id and no alias, as before a user logs in} */
  public static BrazeProfile ofDevice(String deviceId) {
    return new BrazeProfile(ProfileData.empty()).withDevice(deviceId);
  }

  /**
   * Returns a copy with an additional device. {@code /users/export/ids} finds the profile by it,
   * but {@code /users/track} does not. Exports contain it in the form of an Android device.
   *
   * @param deviceId the device id that Braze's SDK returns, on iOS the identifier for vendor (IDFV)
   */
  public BrazeProfile withDevice(String deviceId) {
    return new BrazeProfile(data.withDeviceId(Objects.requireNonNull(deviceId, "deviceId")));
  }

  /**
   * Returns a copy with an additional alias, which replaces an alias with the same label.
   *
   * @param label the kind of alias, such as {@code idfa}
   * @param name the alias itself
   */
  public BrazeProfile withAlias(String label, String name) {
    return new BrazeProfile(data.withAlias(ProfileAlias.of(label, name)));
  }

  /** {@return a copy with an email address} */
  public BrazeProfile withEmail(String email) {
    Objects.requireNonNull(email, "email");
    return new BrazeProfile(data.withStandardAttribute("email", email));
  }

  /**
   * Returns a copy with a custom attribute.
   *
   * @param name the name of the attribute
   * @param value a {@code String}, {@code Boolean}, {@code Long}, {@code Double}, or a {@code List}
   *     of them
   * @throws IllegalArgumentException if the value is of another type
   */
  public BrazeProfile withAttribute(String name, Object value) {
    Object copy = value instanceof List<?> list ? List.copyOf(list) : value;
    if (AttributeType.of(copy).isEmpty()) {
      throw new IllegalArgumentException(
          "attribute \"%s\" is a %s; give a String, Boolean, Long, Double or List"
              .formatted(name, value.getClass().getName()));
    }
    return new BrazeProfile(data.withAttribute(Objects.requireNonNull(name, "name"), copy));
  }

  /** {@return Braze's own id of the profile, or empty for a seed} */
  public Optional<String> brazeId() {
    return data.brazeId();
  }

  /** {@return the external id, or empty if the profile has only an alias, email or phone number} */
  public Optional<String> externalId() {
    return data.externalId();
  }

  /** {@return an immutable set of the aliases, in the order they were added} */
  public Set<ProfileAlias> aliases() {
    return data.aliases();
  }

  /**
   * {@return an immutable set of the device ids, in the order they were added, without those of
   * push tokens}
   */
  public Set<String> deviceIds() {
    return data.deviceIds();
  }

  /** {@return the email address, or empty if none is set} */
  public Optional<String> email() {
    return standardAttribute("email").map(String.class::cast);
  }

  /**
   * Returns a standard attribute, or empty if it is not set.
   *
   * @param name the name in lower case, such as {@code email} or {@code country}
   */
  public Optional<Object> standardAttribute(String name) {
    return data.standardAttribute(name);
  }

  /**
   * Returns a custom attribute, or empty if it is not set. An empty string or array is set.
   *
   * @param name the name, case-sensitive
   */
  public Optional<Object> attribute(String name) {
    return Optional.ofNullable(data.attributes().get(name));
  }

  /** {@return an immutable map of the custom attributes, in the order they were first set} */
  public Map<String, Object> attributes() {
    return data.attributes();
  }

  /** {@return an immutable list of the push tokens, oldest first} */
  public List<ProfilePushToken> pushTokens() {
    return data.pushTokens();
  }

  /** {@return true if the segment filter selects this profile} */
  public boolean matches(SegmentFilter filter) {
    return filter.test(this);
  }

  ProfileData data() {
    return data;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BrazeProfile that && data.equals(that.data);
  }

  @Override
  public int hashCode() {
    return data.hashCode();
  }

  /** Contains counts only, no identifier or value. */
  @Override
  public String toString() {
    return "BrazeProfile[attributes=%s, pushTokens=%s]"
        .formatted(attributes().size(), pushTokens().size());
  }
}
