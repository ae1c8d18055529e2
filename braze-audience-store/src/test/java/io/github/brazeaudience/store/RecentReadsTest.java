package io.github.brazeaudience.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which reads {@link RecentReads} saves. */
final class RecentReadsTest {
  private static final byte[] RECORD = {1};

  private final RecentReads recent = new RecentReads();
  private final List<String> read = new ArrayList<>();

  private byte[] get(String namespace, String user) {
    return recent.get(
        namespace,
        user,
        () -> {
          read.add(namespace + "/" + user);
          return RECORD;
        });
  }

  @Test
  void get_twice_readsOnce() {
    assertThat(get("n", "a")).isEqualTo(RECORD);
    assertThat(get("n", "a")).isEqualTo(RECORD);

    assertThat(read).containsExactly("n/a");
  }

  @Test
  void get_absentRecordTwice_readsOnce() {
    assertThat(recent.get("n", "a", () -> null)).isNull();
    assertThat(recent.get("n", "a", () -> RECORD)).isNull();
  }

  @Test
  void get_afterRemove_readsAgain() {
    get("n", "a");
    recent.remove("n", "a");
    get("n", "a");

    assertThat(read).containsExactly("n/a", "n/a");
  }

  @Test
  void get_sameUserOfOtherNamespace_readsAgain() {
    get("n", "a");
    get("m", "a");
    recent.remove("n", "a");
    get("m", "a");

    assertThat(read).containsExactly("n/a", "m/a");
  }

  @Test
  void get_moreThanTwoGenerations_forgetsTheOldest() {
    for (int i = 0; i <= 2 * RecentReads.GENERATION_RECORDS; i++) {
      get("n", "u-" + i);
    }
    read.clear();

    get("n", "u-" + RecentReads.GENERATION_RECORDS);
    get("n", "u-0");

    assertThat(read).containsExactly("n/u-0");
  }

  @Test
  void remove_recordOfOlderGeneration_isForgotten() {
    for (int i = 0; i <= RecentReads.GENERATION_RECORDS; i++) {
      get("n", "u-" + i);
    }
    recent.remove("n", "u-0");
    read.clear();

    get("n", "u-0");

    assertThat(read).containsExactly("n/u-0");
  }
}
