package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.payload.UserIdentifier;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeviceCacheTest {
  private static final LookupResult FOUND = new LookupResult.Found(UserIdentifier.externalId("u"));
  private static final LookupResult NOT_FOUND = new LookupResult.NotFound(false);

  /** A nanoTime close to its overflow. */
  private static final long START = Long.MAX_VALUE - 10;

  private final DeviceCache cache = new DeviceCache();

  private static long after(Duration time) {
    return START + time.toNanos();
  }

  @Test
  void get_eachResult_endsAfterItsLifetime() {
    cache.put("found", FOUND, START);
    cache.put("missing", NOT_FOUND, START);

    assertThat(cache.get("other", START)).isNull();
    assertThat(cache.get("missing", after(DeviceCache.NOT_FOUND_FOR) - 1)).isEqualTo(NOT_FOUND);
    assertThat(cache.get("missing", after(DeviceCache.NOT_FOUND_FOR))).isNull();
    assertThat(cache.get("found", after(DeviceCache.FOUND_FOR) - 1)).isEqualTo(FOUND);
    assertThat(cache.get("found", after(DeviceCache.FOUND_FOR))).isNull();
  }

  @Test
  void put_moreThanTheMaximum_evictsTheDeviceThatWasNotUsedForTheLongestTime() {
    for (int i = 0; i < DeviceCache.MAX_ENTRIES; i++) {
      cache.put("d-" + i, FOUND, START);
    }
    assertThat(cache.get("d-0", START)).isEqualTo(FOUND);

    cache.put("new", FOUND, START);

    assertThat(cache.get("d-0", START)).isEqualTo(FOUND);
    assertThat(cache.get("d-1", START)).isNull();
    assertThat(cache.get("d-2", START)).isEqualTo(FOUND);
    assertThat(cache.get("new", START)).isEqualTo(FOUND);
  }
}
