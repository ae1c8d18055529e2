package io.github.brazeaudience.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The gauges of one {@link ForwarderMetrics} or {@link OutboxMetrics}. A registry returns the
 * existing gauge if a second one with the same name and tags is registered, and the second value is
 * lost; this class refuses such a gauge. Thread-safe.
 */
final class Gauges {
  /** Held while gauges are registered, because a registry does not report if it had a gauge. */
  private static final Object LOCK = new Object();

  private final MeterRegistry registry;
  private final Tags common;
  private final Map<Key, AtomicInteger> numbers = new ConcurrentHashMap<>();
  private final List<Meter> registered = new ArrayList<>();
  private boolean closed;

  private record Key(String name, Tags tags) {}

  Gauges(MeterRegistry registry, Tags common) {
    this.registry = registry;
    this.common = common;
  }

  /** Returns the number that a gauge shows, and registers the gauge if there is none yet. */
  AtomicInteger number(String name, String description, Tags tags) {
    return numbers.computeIfAbsent(
        new Key(name, tags),
        key -> {
          AtomicInteger number = new AtomicInteger();
          register(name, description, tags, number, AtomicInteger::get);
          return number;
        });
  }

  /**
   * Registers a gauge, unless this object is closed.
   *
   * @throws IllegalStateException if the registry has a gauge with the same name and tags
   */
  <T> void register(
      String name, String description, Tags tags, T state, ToDoubleFunction<T> value) {
    register(name, description, null, tags, state, value);
  }

  /**
   * Registers a gauge with a unit, unless this object is closed.
   *
   * @throws IllegalStateException if the registry has a gauge with the same name and tags
   */
  <T> void register(
      String name,
      String description,
      @Nullable String unit,
      Tags tags,
      T state,
      ToDoubleFunction<T> value) {
    synchronized (LOCK) {
      if (closed) {
        return;
      }
      List<Meter> before = registry.getMeters();
      // A gauge refers to its state weakly by default, and is NaN once the state is collected.
      Meter gauge =
          Gauge.builder(name, state, value)
              .description(description)
              .baseUnit(unit)
              .tags(common.and(tags))
              .strongReference(true)
              .register(registry);
      if (before.stream().anyMatch(it -> it == gauge)) {
        throw new IllegalStateException(
            "the registry already has the gauge %s of another object with %s; give each"
                    .formatted(name, common)
                + " forwarder its own name, or close the other object first");
      }
      registered.add(gauge);
    }
  }

  /** Removes the gauges from the registry. */
  void close() {
    synchronized (LOCK) {
      closed = true;
      registered.forEach(registry::remove);
      registered.clear();
    }
  }
}
