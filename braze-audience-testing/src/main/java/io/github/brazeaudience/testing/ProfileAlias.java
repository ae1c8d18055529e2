package io.github.brazeaudience.testing;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user alias of a profile: a name under a label. A profile has one name for each label.
 * Immutable.
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
   * An alias.
   *
   * @param label what kind of alias it is, such as {@code idfa}
   * @param name the alias itself
   * @return the alias
   */
  public static ProfileAlias of(String label, String name) {
    return new ProfileAlias(label, name);
  }

  /**
   * The kind of alias.
   *
   * @return the label
   */
  public String label() {
    return label;
  }

  /**
   * The alias itself.
   *
   * @return the name
   */
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
