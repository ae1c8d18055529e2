package io.github.brazeaudience.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link KeySort} and {@link Encoding} against the order of strings. */
final class KeySortTest {
  private static final String CHARS = "01ab\u0000\u007f\u0080\u00fe\u00ff\u0100\ud800\udc00\uffff";

  private static List<String> users(String prefix) {
    SplittableRandom random = new SplittableRandom(Seeds.of("KeySortTest"));
    List<String> users = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      StringBuilder user = new StringBuilder(prefix);
      for (int left = random.nextInt(9); left > 0; left--) {
        user.append(CHARS.charAt(random.nextInt(CHARS.length())));
      }
      users.add(user.toString());
    }
    return users;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "user-1", "\u0100\ud800"})
  void sorted_externalIdsWithCommonPrefix_areInTheOrderOfStrings(String prefix) {
    Map<String, byte[]> records = new HashMap<>();
    users(prefix).forEach(user -> records.put(user, new byte[] {1}));

    List<String> sorted = KeySort.sorted(records).stream().map(Map.Entry::getKey).toList();
    assertThat(sorted.equals(records.keySet().stream().sorted().toList())).isTrue();
  }

  @Test
  void sorted_fewRecords_areSorted() {
    assertThat(KeySort.sorted(Map.of())).isEmpty();
    assertThat(KeySort.sorted(Map.of("u", MemTable.TOMBSTONE))).hasSize(1);
  }

  @Test
  void encode_anyText_isDecodedAndHasTheSameOrder() {
    String previous = "";
    for (String user : users("")) {
      byte[] bytes = Encoding.encode(user);
      assertThat(Encoding.decode(bytes, 0, bytes.length)).isEqualTo(user);
      assertThat(Integer.signum(Arrays.compareUnsigned(bytes, Encoding.encode(previous))))
          .isEqualTo(Integer.signum(user.compareTo(previous)));
      previous = user;
    }
  }
}
