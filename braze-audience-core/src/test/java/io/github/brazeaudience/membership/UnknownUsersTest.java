package io.github.brazeaudience.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownUsersTest {
  @ParameterizedTest
  @CsvSource({
    "reject, REJECT",
    "REJECT, REJECT",
    "empty, IN_NO_AUDIENCE",
    "Empty, IN_NO_AUDIENCE",
    "in_no_audience, IN_NO_AUDIENCE",
    "read-back, READ_BACK",
    "Read-Back, READ_BACK",
    "READ_BACK, READ_BACK",
    "' read-back ', READ_BACK"
  })
  void parse_labelOrConstantInAnyCase_returnsTheConstant(String text, UnknownUsers meaning) {
    assertThat(UnknownUsers.parse(text)).isEqualTo(meaning);
  }

  @ParameterizedTest
  @EnumSource
  void parse_ownLabel_returnsTheConstant(UnknownUsers meaning) {
    assertThat(UnknownUsers.parse(meaning.label())).isEqualTo(meaning);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "none", "read back", "reject,empty"})
  void parse_unknown_throwsWithTheLabels(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UnknownUsers.parse(text))
        .withMessage("`unknownUsers` must be reject, empty or read-back, but was \"" + text + "\"");
  }
}
