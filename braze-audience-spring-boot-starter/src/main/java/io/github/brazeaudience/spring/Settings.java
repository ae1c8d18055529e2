package io.github.brazeaudience.spring;

import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Applies the values of properties, and names the property if a value is refused. */
final class Settings {
  private Settings() {}

  /**
   * Passes a value to a setter.
   *
   * @param name the name of the property after the prefix
   * @param value null if the property is not set; the setter is then not called
   * @throws InvalidSettingException if the setter refuses the value
   */
  static <T> void apply(String name, @Nullable T value, Consumer<? super T> setter) {
    if (value != null) {
      try {
        setter.accept(value);
      } catch (IllegalArgumentException e) {
        throw InvalidSettingException.invalid(name, value, e);
      }
    }
  }

  /**
   * Returns a policy with a value.
   *
   * @param name the name of the property after the prefix
   * @param value null if the property is not set; the policy is then returned unchanged
   * @throws InvalidSettingException if the policy refuses the value
   */
  static <P, T> P with(
      P policy, String name, @Nullable T value, BiFunction<? super P, ? super T, P> change) {
    if (value == null) {
      return policy;
    }
    try {
      return change.apply(policy, value);
    } catch (IllegalArgumentException e) {
      throw InvalidSettingException.invalid(name, value, e);
    }
  }
}
