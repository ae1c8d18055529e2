package io.github.brazeaudience.internal.engine;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cache of the results of device lookups, bounded to {@value #MAX_ENTRIES} devices. The device that
 * was not used for the longest time is evicted first. Not thread-safe.
 */
final class DeviceCache {
  static final int MAX_ENTRIES = 100_000;

  /** A profile gets an external id when its user logs in, and then its Braze id may end. */
  static final Duration FOUND_FOR = Duration.ofHours(1);

  /** Short, because the app may be about to create the profile. */
  static final Duration NOT_FOUND_FOR = Duration.ofMinutes(5);

  private final Map<String, Cached> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Cached> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  private record Cached(LookupResult result, long endNanos) {}

  /** {@return the result for a device, or null if it is unknown or too old} */
  @Nullable LookupResult get(String device, long nowNanos) {
    Cached cached = entries.get(device);
    if (cached != null && cached.endNanos - nowNanos <= 0) {
      entries.remove(device);
      return null;
    }
    return cached == null ? null : cached.result;
  }

  void put(String device, LookupResult result, long nowNanos) {
    Duration lifetime = result instanceof LookupResult.Found ? FOUND_FOR : NOT_FOUND_FOR;
    entries.put(device, new Cached(result, nowNanos + lifetime.toNanos()));
  }
}
