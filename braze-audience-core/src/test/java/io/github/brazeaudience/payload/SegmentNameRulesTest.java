package io.github.brazeaudience.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentNameRulesTest {
  private static SegmentNameRules rules(SendSegmentsAs mode) {
    return new SegmentNameRules(
        BrazeAudienceConfig.builder().restApiKey("secret-key").sendSegmentsAs(mode).build());
  }

  /** A name has a number that repeats its last character. */
  @ParameterizedTest
  @CsvSource({
    "In A 1,   In B 1,             -,             -",
    "In A 1,   In A 1,             NAME_CONFLICT, audiences 1 and 2",
    "In A 1,   email 1,            NAME_CONFLICT, audience 2", // reserved by Braze
    "In A 1,   SegmentMembership 1, NAME_CONFLICT, audience 2",
    "In A 252, In B 1,             -,             -", // 255 characters
    "In A 1,   In B 253,           NAME_TOO_LONG, 256 characters",
  })
  void check_names_areDistinctFreeAndShortEnough(
      String first, String second, String reason, String message) {
    Map<Long, String> nameOf = new LinkedHashMap<>();
    for (String name : new String[] {first, second}) {
      int space = name.lastIndexOf(' ');
      String start = name.substring(0, space);
      int times = Integer.parseInt(name.substring(space + 1));
      nameOf.put(nameOf.size() + 1L, start + start.substring(space - 1).repeat(times - 1));
    }

    PayloadRefusal refusal = rules(SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT).check(nameOf);

    if (reason.equals("-")) {
      assertThat(refusal).isNull();
    } else {
      assertThat(refusal).isNotNull();
      assertThat(refusal.reason()).isEqualTo(Reason.valueOf(reason));
      assertThat(refusal.message()).contains(message);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ONE_ATTRIBUTE_PER_SEGMENT, true",
    "SINGLE_AND_PER_SEGMENT, false",
  })
  void check_nameOfTheStringAttribute_isFreeUnlessTheModeWritesIt(
      SendSegmentsAs mode, boolean free) {
    PayloadRefusal refusal = rules(mode).check(Map.of(1L, "SegmentMembership"));

    assertThat(refusal == null).isEqualTo(free);
  }
}
