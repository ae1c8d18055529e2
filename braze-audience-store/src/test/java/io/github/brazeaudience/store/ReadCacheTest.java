package io.github.brazeaudience.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests which records the cache returns. */
final class ReadCacheTest {
  private static final byte[] RECORD = {1, 2};
  private final ReadCache cache = new ReadCache();

  @Test
  void get_recordThatWasPut_isReturnedInItsNamespaceOnly() {
    cache.put("n", "u", RECORD);

    assertThat(cache.get("n", "u")).isEqualTo(RECORD);
    assertThat(cache.get("n", "v")).isNull();
    assertThat(cache.get("other", "u")).isNull();
  }

  @Test
  void get_afterRemoval_isNull() {
    cache.put("n", "u", RECORD);
    cache.removeAll(List.of("u"));

    assertThat(cache.get("n", "u")).isNull();
  }

  @Test
  void put_otherNamespace_emptiesTheCache() {
    cache.put("n", "u", RECORD);
    cache.put("other", "v", RECORD);
    cache.put("n", "w", RECORD);

    assertThat(cache.get("n", "u")).isNull();
    assertThat(cache.get("other", "v")).isNull();
    assertThat(cache.get("n", "w")).isEqualTo(RECORD);
  }

  @Test
  void put_moreThanTheMaximum_keepsTheNewestOnly() {
    byte[] large = new byte[ReadCache.MAX_BYTES / 3];
    for (String user : List.of("a", "b", "c")) {
      cache.put("n", user, large);
    }

    assertThat(cache.get("n", "a")).isNull();
    assertThat(cache.get("n", "b")).isNull();
    assertThat(cache.get("n", "c")).isEqualTo(large);
  }

  @Test
  void put_recordLargerThanTheCache_isNotKeptWithOthers() {
    cache.put("n", "huge", new byte[ReadCache.MAX_BYTES]);
    cache.put("n", "u", RECORD);

    assertThat(cache.get("n", "huge")).isNull();
    assertThat(cache.get("n", "u")).isEqualTo(RECORD);
  }
}
