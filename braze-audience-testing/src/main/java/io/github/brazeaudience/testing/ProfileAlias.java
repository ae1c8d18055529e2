package io.github.brazeaudience.testing;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * User alias of a profile: a label and a name. A profile has at most one name per label. Immutable.
 *
 * @see <a href="https://www.braze.com/docs/api/objects_filters/user_alias_object">Braze: user alias
 *     object</a>
 */
public final class ProfileAlias {
  private final String label;
  private final String name;

  private ProfileAlias(String label, String name) {
    this.label = Objects.requireNonNull(label, "label");
    this.name = Objects.requireNonNull(name, "name");
  }

  /**
   * Creates an alias.
   *
   * @param label the kind of alias, such as {@code idfa}
   * @param name the alias itself
   */
  public static ProfileAlias of(String label, String name) {
    return new ProfileAlias(label, name);
  }

  /** {@return the kind of alias, such as {@code idfa}} */
  public String label() {
    return label;
  }

  /** {@return the alias itself} */
  public String name() {
    return name;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProfileAlias that && label.equals(that.label) && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(label, name);
  }

  @Override
  public String toString() {
    return "ProfileAlias[label=" + label + "]";
  }
}
