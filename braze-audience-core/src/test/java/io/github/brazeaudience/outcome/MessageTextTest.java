package io.github.brazeaudience.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTextTest {
  private static final AudienceUpdate UPDATE =
      MembershipSnapshot.of(UserProfile.ofCustomerId("u"), List.of());

  private static List<String> shown(String text) {
    return List.of(
        Rejected.of(0, UPDATE, 0, Reason.NAMED_BY_BRAZE, text).message(),
        Unconfirmed.of(0, UPDATE, 0, Reason.NO_ANSWER, text).message(),
        NotSent.of(0, UPDATE, 0, Reason.UNREACHABLE, text, null).message(),
        BrazeError.of(text, null).type(),
        BrazeError.of("type", text).inputArray().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n", "\r", "\t", "\u0000", "\u001b", "\u007f", "\u0085", "\u009b", "\u200b", "\u200e",
        "\u2028", "\u2029", "\u202e", "\u2066", "\u2069", "\ufeff", "\ud800", "\udc00", "\uffff"
      })
  void message_unprintableCharacter_isASpace(String character) {
    assertThat(shown("a" + character + "b")).containsOnly("a b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain", "\u00e9\u0661\u4e2d", "\ud83d\ude80", "\"quoted\" \\ 'text'"})
  void message_printableText_staysAsItIs(String text) {
    assertThat(shown(text)).containsOnly(text);
  }

  @Test
  void message_ofMegabytes_isTruncated() {
    String text = "x".repeat(8 << 20);
    assertThat(shown(text)).allSatisfy(shown -> assertThat(shown).hasSizeLessThan(1_010));
    assertThat(shown(text).get(0)).hasSize(MessageText.MAX_LENGTH + 3).endsWith("x...");
  }

  @Test
  void message_truncatedWithinASurrogatePair_dropsThePair() {
    String text = "x" + "\ud83d\ude80".repeat(1_000);
    assertThat(shown(text))
        .allSatisfy(
            shown ->
                assertThat(shown.chars().filter(c -> Character.isSurrogate((char) c)).count())
                    .isEven());
  }
}
