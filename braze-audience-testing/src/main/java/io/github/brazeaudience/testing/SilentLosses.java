package io.github.brazeaudience.testing;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often {@link FakeBraze} lost data without a word, by kind. A test asserts {@code total()} to
 * be zero. Immutable.
 */
public final class SilentLosses {
  private final Map<SilentLoss, Integer> byKind;

  SilentLosses(Map<SilentLoss, Integer> counts) {
    Map<SilentLoss, Integer> copy = new EnumMap<>(SilentLoss.class);
    copy.putAll(counts);
    byKind = Collections.unmodifiableMap(copy);
  }

  /**
   * All losses.
   *
   * @return the sum over all kinds
   */
  public int total() {
    return byKind.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * The losses of one kind.
   *
   * @param kind the kind
   * @return how many there were
   */
  public int count(SilentLoss kind) {
    return byKind.getOrDefault(kind, 0);
  }

  /**
   * The losses by kind.
   *
   * @return an immutable map without the kinds that did not happen
   */
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
