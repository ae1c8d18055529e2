package io.github.brazeaudience.testing;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Custom attribute of the workspace, as in Braze's <em>Data Settings</em>: its name, its data type,
 * its maximum array length and its status. Immutable.
 *
 * <p>Pass it to {@link FakeBrazeBuilder#attribute}. A write to an undefined attribute defines it
 * with an automatically detected type.
 *
 * @see <a
 *     href="https://www.braze.com/docs/user_guide/data/activation/custom_data/managing_custom_data">Braze:
 *     managing custom data</a>
 */
public final class AttributeDefinition {
  /** Largest <em>Max length</em> that Braze accepts: {@value}. */
  public static final int MAX_ARRAY_LENGTH = 500;

  private final String name;
  private final @Nullable AttributeType type;
  private final boolean automatic;
  private final @Nullable Integer maxArrayLength;
  private final boolean blocklisted;

  private AttributeDefinition(
      String name,
      @Nullable AttributeType type,
      boolean automatic,
      @Nullable Integer maxArrayLength,
      boolean blocklisted) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = type;
    this.automatic = automatic;
    this.maxArrayLength = maxArrayLength;
    this.blocklisted = blocklisted;
  }

  /** {@return an active attribute whose type was chosen in the dashboard} */
  public static AttributeDefinition of(String name, AttributeType type) {
    return new AttributeDefinition(name, Objects.requireNonNull(type, "type"), false, null, false);
  }

  /** {@return an active attribute whose type is detected from the first value} */
  public static AttributeDefinition automatic(String name) {
    return new AttributeDefinition(name, null, true, null, false);
  }

  /** {@return an active attribute whose type was detected from an earlier value} */
  public static AttributeDefinition automatic(String name, AttributeType type) {
    return new AttributeDefinition(name, Objects.requireNonNull(type, "type"), true, null, false);
  }

  /**
   * Returns a copy with another maximum array length, beyond which the oldest elements are dropped.
   *
   * @param elements 0 to {@value #MAX_ARRAY_LENGTH}; {@link FakeBrazeBuilder#longestArray} by
   *     default
   * @throws IllegalArgumentException if the number is out of range
   * @throws IllegalStateException if the type is not {@link AttributeType#ARRAY}
   */
  public AttributeDefinition withMaxArrayLength(int elements) {
    if (elements < 0 || elements > MAX_ARRAY_LENGTH) {
      throw new IllegalArgumentException(
          "`maxArrayLength` is %s; give 0 to %s".formatted(elements, MAX_ARRAY_LENGTH));
    }
    if (type != AttributeType.ARRAY) {
      throw new IllegalStateException(
          "attribute \"%s\" is not an array; give it the type ARRAY".formatted(name));
    }
    return new AttributeDefinition(name, type, automatic, elements, blocklisted);
  }

  /** {@return a copy that is blocklisted: the server ignores its values silently} */
  public AttributeDefinition blocklisted() {
    return new AttributeDefinition(name, type, automatic, maxArrayLength, true);
  }

  /** {@return the name, case-sensitive} */
  public String name() {
    return name;
  }

  /** {@return the type, or empty if it is to be detected and no value was written yet} */
  public Optional<AttributeType> type() {
    return Optional.ofNullable(type);
  }

  /** {@return true if the type is or was detected from the first value} */
  public boolean isAutomatic() {
    return automatic;
  }

  /** {@return the maximum array length, or empty if it is the default or the type is no array} */
  public OptionalInt maxArrayLength() {
    return maxArrayLength == null ? OptionalInt.empty() : OptionalInt.of(maxArrayLength);
  }

  /** {@return true if the attribute is blocklisted} */
  public boolean isBlocklisted() {
    return blocklisted;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AttributeDefinition that
        && name.equals(that.name)
        && type == that.type
        && automatic == that.automatic
        && Objects.equals(maxArrayLength, that.maxArrayLength)
        && blocklisted == that.blocklisted;
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, type, automatic, maxArrayLength, blocklisted);
  }

  /** Contains the name, which is not an attribute value. */
  @Override
  public String toString() {
    return "AttributeDefinition[\"%s\", %s%s]"
        .formatted(
            name,
            type == null ? "to be detected" : type.dataType(),
            blocklisted ? ", blocklisted" : "");
  }
}
