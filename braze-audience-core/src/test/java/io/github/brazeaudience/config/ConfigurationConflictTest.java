package io.github.brazeaudience.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which configurations overwrite the attributes of each other. */
class ConfigurationConflictTest {
  private static final BrazeAudienceConfig SINGLE =
      BrazeAudienceConfig.builder().restApiKey("secret-key").build();

  /** The attributes that both of two modes write whole. */
  @ParameterizedTest
  @CsvSource({
    "SINGLE_ATTRIBUTE, SINGLE_ATTRIBUTE, SegmentMembership",
    "SINGLE_ATTRIBUTE, SINGLE_AND_PER_SEGMENT, SegmentMembership",
    "SINGLE_ATTRIBUTE, SINGLE_AND_ARRAY, SegmentMembership",
    "SINGLE_ATTRIBUTE, ONE_ATTRIBUTE_PER_SEGMENT, ''",
    "SINGLE_ATTRIBUTE, ARRAY_ATTRIBUTE, ''",
    "ARRAY_ATTRIBUTE, ARRAY_ATTRIBUTE, SegmentMembershipArray",
    "ARRAY_AND_PER_SEGMENT, SINGLE_AND_ARRAY, SegmentMembershipArray",
    "SINGLE_AND_ARRAY, SINGLE_AND_ARRAY_AND_PER_SEGMENT, SegmentMembership SegmentMembershipArray",
    "ONE_ATTRIBUTE_PER_SEGMENT, ONE_ATTRIBUTE_PER_SEGMENT, ''"
  })
  void find_sameWorkspace_returnsTheAttributesThatBothWrite(
      SendSegmentsAs first, SendSegmentsAs second, String names) {
    List<ConfigurationConflict> conflicts =
        ConfigurationConflict.find(
            List.of(
                SINGLE.toBuilder().sendSegmentsAs(first).build(),
                SINGLE.toBuilder().sendSegmentsAs(second).build()));

    assertThat(conflicts)
        .extracting(ConfigurationConflict::attributeName)
        .containsExactly(names.isEmpty() ? new String[0] : names.split(" "));
  }

  @Test
  void find_otherKey_findsNone() {
    assertNoConflict(SINGLE.toBuilder().restApiKey("other-key").build());
  }

  @Test
  void find_otherCluster_findsNone() {
    assertNoConflict(SINGLE.toBuilder().instance(BrazeInstance.US_04).build());
  }

  @Test
  void find_otherAttributeName_findsNone() {
    assertNoConflict(SINGLE.toBuilder().singleAttributeName("Second membership").build());
  }

  @Test
  void find_sameClusterByItsHost_isAConflict() {
    BrazeAudienceConfig custom =
        BrazeAudienceConfig.builder()
            .restApiKey("secret-key")
            .endpoints(BrazeEndpoints.ofRest("REST.iad-03.braze.com"))
            .build();

    assertThat(ConfigurationConflict.find(List.of(SINGLE, custom))).hasSize(1);
  }

  @Test
  void find_arrayUnderTheNameOfTheOthersString_isAConflict() {
    BrazeAudienceConfig array =
        SINGLE.toBuilder()
            .sendSegmentsAs(SendSegmentsAs.ARRAY_ATTRIBUTE)
            .arrayAttributeName("SegmentMembership")
            .build();

    assertThat(ConfigurationConflict.find(List.of(SINGLE, array)))
        .extracting(ConfigurationConflict::attributeName)
        .containsExactly("SegmentMembership");
  }

  @Test
  void find_threeConfigurations_returnsEachPairOnce() {
    BrazeAudienceConfig second = SINGLE.toBuilder().userAgent("second").build();
    BrazeAudienceConfig third = SINGLE.toBuilder().userAgent("third").build();

    List<ConfigurationConflict> conflicts =
        ConfigurationConflict.find(List.of(SINGLE, second, third));

    assertThat(conflicts)
        .extracting(ConfigurationConflict::first)
        .containsExactly(SINGLE, SINGLE, second);
    assertThat(conflicts)
        .extracting(ConfigurationConflict::second)
        .containsExactly(second, third, third);
  }

  @Test
  void toString_conflict_suggestsAFixWithoutTheKey() {
    assertThat(ConfigurationConflict.find(List.of(SINGLE, SINGLE)).get(0).toString())
        .contains("rest.iad-03.braze.com", "\"SegmentMembership\"", "ONE_ATTRIBUTE_PER_SEGMENT")
        .doesNotContain("secret-key");
  }

  private static void assertNoConflict(BrazeAudienceConfig other) {
    assertThat(ConfigurationConflict.find(List.of(SINGLE, other))).isEmpty();
  }
}
