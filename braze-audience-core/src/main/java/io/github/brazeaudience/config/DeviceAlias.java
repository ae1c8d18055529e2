package io.github.brazeaudience.config;

import io.github.brazeaudience.internal.Text;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Device identity that identifies a user without an external id, with the label of the Braze user
 * alias that contains it. Braze cannot match a device id in {@code /users/track}; it finds the
 * profile only if the app has set an alias with this label. Immutable.
 *
 * @see <a href="https://www.braze.com/docs/api/objects_filters/user_alias_object">Braze: user alias
 *     object</a>
 */
public final class DeviceAlias {
  /** The longest part of a user alias, in bytes of UTF-8. */
  public static final int MAX_ALIAS_BYTES = 236;

  private final DeviceIdentityType type;
  private final String label;

  private DeviceAlias(DeviceIdentityType type, String label) {
    this.type = Objects.requireNonNull(type, "type");
    this.label = label;
  }

  /**
   * Returns a device identity with its default label: its name in lower case, such as {@code idfa}
   * or {@code android_id}.
   */
  public static DeviceAlias of(DeviceIdentityType type) {
    return of(type, type.name().toLowerCase(Locale.ROOT));
  }

  /**
   * Returns a device identity with a custom label.
   *
   * @param type the device identity
   * @param label the {@code alias_label} that the app sets; not blank, at most {@value
   *     #MAX_ALIAS_BYTES} bytes
   * @return the alias
   * @throws IllegalArgumentException if the label is blank, too long, or not valid Unicode
   */
  public static DeviceAlias of(DeviceIdentityType type, String label) {
    Text.requireWellFormed("the alias label for `%s`".formatted(type), label);
    int bytes = Text.utf8Length(label);
    if (label.isBlank() || bytes > MAX_ALIAS_BYTES) {
      throw new IllegalArgumentException(
          "the alias label for `%s` must not be blank and have at most %s bytes, but has %s; shorten it"
              .formatted(type, MAX_ALIAS_BYTES, bytes));
    }
    return new DeviceAlias(type, label);
  }

  /** Returns a copy of a list in which no identity appears twice. */
  static List<DeviceAlias> distinct(List<DeviceAlias> aliases) {
    Set<DeviceIdentityType> seen = EnumSet.noneOf(DeviceIdentityType.class);
    for (DeviceAlias alias : aliases) {
      if (!seen.add(alias.type)) {
        throw new IllegalArgumentException(
            "`deviceMatch` has %s twice; name it once".formatted(alias.type));
      }
    }
    return List.copyOf(aliases);
  }

  /** {@return the device identity whose value is the {@code alias_name}} */
  public DeviceIdentityType type() {
    return type;
  }

  /** {@return the {@code alias_label}} */
  public String label() {
    return label;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DeviceAlias that && type == that.type && label.equals(that.label);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, label);
  }

  @Override
  public String toString() {
    return "DeviceAlias[%s as %s]".formatted(type, label);
  }
}
