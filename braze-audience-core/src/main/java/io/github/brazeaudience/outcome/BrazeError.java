package io.github.brazeaudience.outcome;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error in a response from Braze that names none of the users in the request. Kept for
 * diagnosis. Immutable.
 *
 * @see <a href="https://www.braze.com/docs/api/errors">Braze: errors</a>
 */
public final class BrazeError {
  /** The maximum length of {@link #type}, in characters. */
  public static final int MAX_TYPE_LENGTH = 200;

  private final String type;
  private final @Nullable String inputArray;

  private BrazeError(String type, @Nullable String inputArray) {
    this.type = type;
    this.inputArray = inputArray;
  }

  /**
   * Returns an error.
   *
   * @param type Braze's code or sentence
   * @param inputArray {@code attributes}, {@code events} or {@code purchases}, if Braze gave it
   */
  public static BrazeError of(String type, @Nullable String inputArray) {
    return new BrazeError(
        MessageText.of(type, MAX_TYPE_LENGTH, ""),
        inputArray == null ? null : MessageText.of(inputArray, MAX_TYPE_LENGTH, ""));
  }

  /**
   * {@return Braze's code, such as {@code EMAIL_BAD_FORMAT}, or its sentence, cut to {@value
   * #MAX_TYPE_LENGTH} characters}
   */
  public String type() {
    return type;
  }

  /**
   * {@return the array of the request that the error refers to, such as {@code attributes}, if
   * Braze gave it}
   */
  public Optional<String> inputArray() {
    return Optional.ofNullable(inputArray);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BrazeError that
        && type.equals(that.type)
        && Objects.equals(inputArray, that.inputArray);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, inputArray);
  }

  @Override
  public String toString() {
    return "BrazeError[" + type + (inputArray == null ? "" : ", " + inputArray) + "]";
  }
}
