package io.github.brazeaudience.testing.internal;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Counts data points as Braze bills them: one per sent attribute, whether it changed or not, and
 * one per element of an add or remove. Identifiers, subscription states, push tokens and
 * blocklisted attributes cost none.
 *
 * @see <a href="https://www.braze.com/docs/user_guide/data/data_points/">Braze: data points</a>
 */
final class DataPoints {
  private DataPoints() {}

  static int of(
      Map<String, ? extends @Nullable Object> object,
      Identifier identifier,
      Predicate<String> blocklisted) {
    return object.entrySet().stream()
        .filter(member -> !ReservedAttributes.CONTROL.contains(member.getKey()))
        .filter(member -> !ReservedAttributes.SUBSCRIPTION.contains(member.getKey()))
        .filter(member -> !member.getKey().equals(identifier.member()))
        .filter(member -> !blocklisted.test(member.getKey().strip()))
        .mapToInt(member -> ofValue(member.getValue()))
        .sum();
  }

  private static int ofValue(@Nullable Object value) {
    Optional<ArrayChange> change = ArrayChange.of(value);
    if (change.isPresent()) {
      return change.get().size();
    }
    if (value instanceof Map<?, ?> map) {
      return map.values().stream().mapToInt(DataPoints::ofValue).sum();
    }
    return 1;
  }
}
