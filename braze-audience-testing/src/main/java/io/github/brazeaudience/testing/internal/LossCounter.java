package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.testing.SilentLoss;
import java.util.EnumMap;
import java.util.Map;

/** Counts silent losses. Thread-safe. */
final class LossCounter {
  private final Map<SilentLoss, Integer> counts = new EnumMap<>(SilentLoss.class);

  void add(SilentLoss kind) {
    add(kind, 1);
  }

  synchronized void add(SilentLoss kind, int times) {
    if (times > 0) {
      counts.merge(kind, times, Integer::sum);
    }
  }

  synchronized Map<SilentLoss, Integer> snapshot() {
    return Map.copyOf(counts);
  }
}
