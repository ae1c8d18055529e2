package io.github.brazeaudience.internal.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupIdsTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "Nightly-export_2026.10~x", "0"})
  void checkedPrefix_allowedCharacters_isReturned(String prefix) {
    assertThat(GroupIds.checkedPrefix(prefix)).isEqualTo(prefix);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a/b", "ä", "a\n", "a\"", "a:b"})
  void checkedPrefix_otherCharacters_throwsWithWhatToWrite(String prefix) {
    assertThatThrownBy(() -> GroupIds.checkedPrefix(prefix))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 99 characters")
        .hasMessageContaining("nightly-export");
  }

  @Test
  void checkedPrefix_longestPrefix_givesIdsOfTheLengthThatBrazeAllows() {
    String longest = "p".repeat(GroupIds.MAX_PREFIX_LENGTH);
    GroupIds ids = GroupIds.of(GroupIds.checkedPrefix(longest), -1);

    assertThat(ids.bytesInBody()).isEqualTo("\"group_id\":\"\",".length() + 128);
    assertThatThrownBy(() -> GroupIds.checkedPrefix(longest + "p"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
