package io.github.brazeaudience.internal.engine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Batches whose requests are in flight, in the order of their starts. */
final class InFlightRequests {
  private final Set<Batch> batches = new LinkedHashSet<>();

  /** The number of requests that have their own limit. */
  private int separate;

  void add(Batch batch) {
    batches.add(batch);
    separate += separate(batch);
  }

  void remove(Batch batch) {
    batches.remove(batch);
    separate -= separate(batch);
  }

  boolean contains(Batch batch) {
    return batches.contains(batch);
  }

  private static int separate(Batch batch) {
    return batch.source().isSeparate() ? 1 : 0;
  }

  /** {@return the number of requests that share one limit} */
  int shared() {
    return batches.size() - separate;
  }

  int of(BatchSource source) {
    int count = 0;
    for (Batch batch : batches) {
      count += batch.source() == source ? 1 : 0;
    }
    return count;
  }

  /** {@return the first attempt that has not ended in time, or null} */
  @Nullable Attempt firstExpired(long nowNanos) {
    for (Batch batch : batches) {
      Attempt attempt = batch.attempt();
      if (attempt != null && attempt.limitNanos - nowNanos <= 0) {
        return attempt;
      }
    }
    return null;
  }

  /** {@return the attempts that have ended, but were not handled} */
  List<Attempt> ended() {
    return batches.stream()
        .flatMap(batch -> Stream.ofNullable(batch.attempt()))
        .filter(attempt -> attempt.end() != null)
        .toList();
  }

  /** {@return when the first attempt expires, or null} */
  @Nullable Long nextWakeNanos() {
    Attempt first = null;
    for (Batch batch : batches) {
      Attempt attempt = batch.attempt();
      if (attempt != null && (first == null || attempt.limitNanos - first.limitNanos < 0)) {
        first = attempt;
      }
    }
    return first == null ? null : first.limitNanos;
  }
}
