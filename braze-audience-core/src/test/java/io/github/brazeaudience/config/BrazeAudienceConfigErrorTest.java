package io.github.brazeaudience.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the errors of settings that are invalid or contradict each other. */
class BrazeAudienceConfigErrorTest extends ConfigFixture {
  @Test
  void build_noKey_throws() {
    assertThatIllegalStateException()
        .isThrownBy(() -> BrazeAudienceConfig.builder().build())
        .withMessageContaining("`restApiKey` is required");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "s3cret\n", " s3cret", "s3 cret", "s3cr\u00e9t", "s3cret\u0000"})
  void restApiKey_invalidInAHeader_throwsWithoutTheKey(String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BrazeAudienceConfig.builder().restApiKey(key))
        .withMessageContaining("`restApiKey`")
        .withMessageNotContaining("s3");
  }

  @Test
  void build_customWithoutEndpoints_throwsWithAnExample() {
    assertThatIllegalStateException()
        .isThrownBy(() -> builder().instance(BrazeInstance.CUSTOM).build())
        .withMessageContainingAll(
            "CUSTOM", "`endpoints`", "BrazeEndpoints.ofRest(\"rest.iad-03.braze.com\")");
  }

  @Test
  void build_endpointsAndNamedInstance_throws() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                builder()
                    .instance(BrazeInstance.EU_01)
                    .endpoints(BrazeEndpoints.ofRest("rest.example.com"))
                    .build())
        .withMessageContainingAll("`endpoints`", "CUSTOM", "EU_01");
  }

  @ParameterizedTest
  @CsvSource({"IOS, ANDROID", "ANDROID, IOS"})
  void build_apiKeyOfAnExcludedSystem_throws(
      ApiKeyOperatingSystem limit, ApiKeyOperatingSystem useless) {
    assertThatIllegalStateException()
        .isThrownBy(() -> builder().apiKeyOperatingSystem(limit).apiKey(useless, "app").build())
        .withMessageContainingAll("`apiKey` for " + useless, "`apiKeyOperatingSystem` is " + limit);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, 0, 501})
  void arrayMaxLength_outOfRange_throws(int elements) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().arrayMaxLength(elements))
        .withMessage("`arrayMaxLength` must be between 1 and 500, but was " + elements);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, 0, 76})
  void maxObjectsPerRequest_outOfRange_throws(int objects) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().maxObjectsPerRequest(objects))
        .withMessage("`maxObjectsPerRequest` must be between 1 and 75, but was " + objects);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void apiKey_blank_throws(String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().apiKey(key))
        .withMessageContaining("`apiKey` must not be blank");
  }

  @Test
  void setting_unpairedSurrogate_throws() {
    for (String text : List.of("half \ud83d", "\ude00 half", "\ude00\ud83d")) {
      assertHalfIsRefused("`apiKey`", () -> builder().apiKey(text));
      assertHalfIsRefused("`IDFA`", () -> DeviceAlias.of(DeviceIdentityType.IDFA, text));
      assertHalfIsRefused("`singleAttributeName`", () -> builder().singleAttributeName(text));
      assertHalfIsRefused("`arrayAttributeName`", () -> builder().arrayAttributeName(text));
      assertHalfIsRefused("`perSegmentPrefix`", () -> builder().perSegmentPrefix(text));
    }
  }

  private static void assertHalfIsRefused(String setting, ThrowingCallable set) {
    assertThatIllegalArgumentException()
        .isThrownBy(set)
        .withMessageContainingAll(setting, "unpaired surrogate");
  }

  @Test
  @NullUnmarked
  void deviceAlias_noType_throws() {
    assertThatNullPointerException()
        .isThrownBy(() -> DeviceAlias.of(null, "idfa"))
        .withMessage("type");
  }

  @Test
  void deviceMatch_identityTwice_throws() {
    List<DeviceAlias> twice =
        List.of(
            DeviceAlias.of(DeviceIdentityType.IDFA), DeviceAlias.of(DeviceIdentityType.IDFA, "x"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().deviceMatch(twice))
        .withMessageContaining("IDFA twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "agent\n", "agent\u0000", "\u00e4gent"})
  void userAgent_invalidInAHeader_throws(String agent) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().userAgent(agent))
        .withMessageContaining("`userAgent` must be visible ASCII");
  }

  @Test
  void build_stringAndArrayUnderOneName_throws() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                builder()
                    .sendSegmentsAs(SendSegmentsAs.SINGLE_AND_ARRAY)
                    .singleAttributeName("Members")
                    .arrayAttributeName("Members")
                    .build())
        .withMessageContainingAll("`singleAttributeName`", "`arrayAttributeName`", "\"Members\"");
  }

  @Test
  void toBuilder_instanceAndEndpoints_throwsOnAConflict() {
    BrazeEndpoints endpoints = BrazeEndpoints.ofRest("rest.example.com");

    assertThat(everythingSet().toBuilder().instance(BrazeInstance.CUSTOM).build())
        .isEqualTo(everythingSet());
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                everythingSet().toBuilder()
                    .instance(BrazeInstance.EU_01)
                    .endpoints(endpoints)
                    .build())
        .withMessageContainingAll("`endpoints`", "CUSTOM", "EU_01");
    assertThatIllegalStateException()
        .isThrownBy(() -> builder().build().toBuilder().instance(BrazeInstance.CUSTOM).build())
        .withMessageContaining("`instance` is CUSTOM, which needs `endpoints`");
  }
}
