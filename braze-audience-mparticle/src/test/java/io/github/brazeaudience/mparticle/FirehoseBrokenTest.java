package io.github.brazeaudience.mparticle;

import static io.github.brazeaudience.mparticle.Firehose.customer;
import static io.github.brazeaudience.mparticle.Firehose.message;
import static io.github.brazeaudience.mparticle.Firehose.messageOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.audience.UnreadableUpdate.Defect;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that are not JSON: each is one malformed update and the end of the stream. */
class FirehoseBrokenTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "{",
        "{]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":-}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":NaN}",
        "{\"a\":TRUE}",
        "{\"a\":nulL}",
        "{\"a\":truE}",
        "{\"a\":undefined}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":[1,]}",
        "{\"a\":[1 2]}",
        "{\"a\"=1}",
        "{\"a\":1;\"b\":2}",
        "{\"a\":\"\\'\"}",
        "{\"a\":\"\\x41\"}",
        "{\"a\":\"\\u12G4\"}",
        "{\"a\":\"line\nbreak\"}",
        "{\"a\":\"tab\there\"}",
        "{\"a\":\"\u0000\"}",
        "{\"a\":1} // note",
        "/* note */ {}",
        "# note",
        "{},{}",
        ")]}'\n{}",
        "\u00a0{}",
        "{\u000b}"
      })
  void next_textThatIsNotJson_isMalformedAndEndsTheStream(String text) {
    List<AudienceUpdate> updates =
        Firehose.read(message(customer("c-1")) + "\n" + text + "\n" + message(customer("c-2")));

    assertThat(updates).hasSize(2);
    assertThat(updates.get(0)).isInstanceOf(MembershipChange.class);
    assertMalformed(updates.get(1));
  }

  @ParameterizedTest
  @CsvSource({
    "80",
    "bf",
    "c0af",
    "c1bf",
    "c3",
    "c328",
    "e08080",
    "e282",
    "eda080",
    "f0808080",
    "f09f98",
    "f4908080",
    "f5808080",
    "ff"
  })
  void next_bytesThatAreNotUtf8_areMalformed(String hex) {
    byte[] before = bytes(message("{}") + "{\"a\":\"");
    byte[] bad = new byte[hex.length() / 2];
    for (int i = 0; i < bad.length; i++) {
      bad[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    byte[] after = bytes("\"}" + message("{}"));
    byte[] all = Arrays.copyOf(before, before.length + bad.length + after.length);
    System.arraycopy(bad, 0, all, before.length, bad.length);
    System.arraycopy(after, 0, all, before.length + bad.length, after.length);

    List<AudienceUpdate> updates = Firehose.read(all);

    assertThat(updates).hasSize(2);
    assertThat(updates.get(0)).isInstanceOf(MembershipChange.class);
    assertThat(((UnreadableUpdate) updates.get(1)).message()).contains("is not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u007f",
        "\u0080",
        "\u07ff",
        "\u0800",
        "\ud7ff",
        "\ue000",
        "\uffff",
        "\ud83d\ude00",
        "\udbff\udfff"
      })
  void next_everyLengthOfUtf8_isRead(String character) {
    assertThat(Firehose.change(message(customer(character))).user())
        .isEqualTo(io.github.brazeaudience.audience.UserProfile.ofCustomerId(character));
  }

  @Test
  void next_profilesBeforeTheBreak_doNotCount() {
    List<AudienceUpdate> updates =
        Firehose.read(
            messageOf("\"user_profiles\":[" + customer("c-1") + "," + customer("c-2") + "],x"));

    assertThat(updates).hasSize(1);
    assertMalformed(updates.get(0));
  }

  @Test
  void next_cutAtEveryByte_givesOutcomesAndNeverThrows() {
    byte[] sample = Firehose.sample("raw-identities.json");
    int end = new String(sample, StandardCharsets.UTF_8).stripTrailing().length();
    for (int length = 0; length <= sample.length; length++) {
      List<AudienceUpdate> updates = Firehose.read(Arrays.copyOf(sample, length));

      if (length == 0) {
        assertThat(updates).isEmpty();
      } else if (length < end) {
        assertThat(updates).as("cut after %d bytes", length).hasSize(1);
        assertMalformed(updates.get(0));
        assertThat(((UnreadableUpdate) updates.get(0)).message()).contains("ends in the middle");
      } else {
        assertThat(updates).hasSize(2).hasOnlyElementsOfType(MembershipChange.class);
      }
    }
  }

  @Test
  void next_randomDamage_givesOutcomesAndNeverThrows() {
    long seed = 20_240_501L;
    Random random = new Random(seed);
    byte[] sample = Firehose.sample("raw-identities.json");
    for (int round = 0; round < 5_000; round++) {
      byte[] damaged = damage(sample, random);

      List<AudienceUpdate> updates = Firehose.read(damaged);

      assertThat(updates.stream().filter(FirehoseBrokenTest::endsTheStream).count())
          .as("seed %d, round %d", seed, round)
          .isLessThanOrEqualTo(1);
    }
  }

  private static boolean endsTheStream(AudienceUpdate update) {
    return update instanceof UnreadableUpdate unreadable
        && unreadable.message().contains("nothing after it is read");
  }

  private static byte[] damage(byte[] sample, Random random) {
    byte[] damaged = Arrays.copyOf(sample, sample.length);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(damaged.length);
      switch (random.nextInt(3)) {
        case 0 -> damaged[at] = (byte) random.nextInt(256);
        case 1 -> damaged[at] = (byte) "{}[]\",:0-truefalsn\\ \n".charAt(random.nextInt(21));
        default -> {
          int length = random.nextInt(Math.min(40, damaged.length - at));
          System.arraycopy(damaged, random.nextInt(damaged.length - length), damaged, at, length);
        }
      }
    }
    return damaged;
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
  void next_nestedWithoutEnd_isMalformedAndNoStackOverflow(String open) {
    assertMalformed(Firehose.unreadable(open.repeat(200_000)));
    assertMalformed(Firehose.unreadable("{\"type\":" + open.repeat(200_000)));
    assertMalformed(Firehose.unreadable(message("{\"audiences\":" + open.repeat(200_000))));
  }

  @Test
  void next_deeplyNestedSettings_areIgnored() {
    String nested = "[".repeat(200) + "]".repeat(200);

    assertThat(Firehose.read(messageOf("\"account\":" + nested + ",\"user_profiles\":[{}]")))
        .hasSize(1)
        .hasOnlyElementsOfType(MembershipChange.class);
  }

  @Test
  void message_ofBrokenDocument_showsNoValue() {
    FirehoseReader reader =
        FirehoseReader.of(new ByteArrayInputStream(bytes("{\"secret-name\":secret-value}")));

    assertThat(reader.next().toString()).doesNotContain("secret");
  }

  private static void assertMalformed(AudienceUpdate update) {
    assertThat(((UnreadableUpdate) update).defect()).isEqualTo(Defect.MALFORMED_INPUT);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
