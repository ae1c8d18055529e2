package io.github.brazeaudience.testing;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Number of silent losses in {@link FakeBraze}, by kind. Tests assert that {@code total()} is zero.
 * Immutable.
 */
public final class SilentLosses {
  private final Map<SilentLoss, Integer> byKind;

  SilentLosses(Map<SilentLoss, Integer> counts) {
    Map<SilentLoss, Integer> copy = new EnumMap<>(SilentLoss.class);
    copy.putAll(counts);
    byKind = Collections.unmodifiableMap(copy);
  }

  /** {@return the number of losses of all kinds} */
  public int total() {
    return byKind.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** {@return the number of losses of one kind} */
  public int count(SilentLoss kind) {
    return byKind.getOrDefault(kind, 0);
  }

  /** {@return an immutable map of the losses by kind, without kinds that did not occur} */
  public Map<SilentLoss, Integer> byKind() {
    return byKind;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SilentLosses that && byKind.equals(that.byKind);
  }

  @Override
  public int hashCode() {
    return byKind.hashCode();
  }

  @Override
  public String toString() {
    return "SilentLosses" + byKind;
  }
}
