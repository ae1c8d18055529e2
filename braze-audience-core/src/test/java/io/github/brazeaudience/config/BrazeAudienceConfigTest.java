package io.github.brazeaudience.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the settings and their defaults. */
class BrazeAudienceConfigTest extends ConfigFixture {
  @Test
  void build_onlyTheKey_hasTheDefaultsOfTheSettingsPage() {
    BrazeAudienceConfig config = builder().build();

    assertThat(config.restApiKey().reveal()).isEqualTo("secret-key");
    assertThat(config.instance()).isEqualTo(BrazeInstance.US_03);
    assertThat(config.endpoints().rest()).isEqualTo("rest.iad-03.braze.com");
    assertThat(config.sendSegmentsAs()).isEqualTo(SendSegmentsAs.SINGLE_ATTRIBUTE);
    assertThat(config.externalIdentityType()).isEqualTo(IdentityType.CUSTOMER_ID);
    assertThat(config.emailIdentityType()).isEqualTo(IdentityType.EMAIL);
    assertThat(config.apiKeyOperatingSystem()).isEqualTo(ApiKeyOperatingSystem.UNSELECTED);
    assertThat(config.apiKey(ApiKeyOperatingSystem.IOS)).isEmpty();
    assertThat(config.apiKey(ApiKeyOperatingSystem.ANDROID)).isEmpty();
    assertThat(config.deviceMatch())
        .extracting(DeviceAlias::type)
        .containsExactly(DeviceIdentityType.IDFA, DeviceIdentityType.ANDROID_ID);
    assertThat(config.deviceMatch())
        .extracting(DeviceAlias::label)
        .containsExactly("idfa", "android_id");
    assertThat(config.emailFallback()).isFalse();
    assertThat(config.updateExistingOnly()).isFalse();
    assertThat(config.attributeNames().single()).isEqualTo("SegmentMembership");
    assertThat(config.attributeNames().array()).isEqualTo("SegmentMembershipArray");
    assertThat(config.attributeNames().perSegmentPrefix()).isEqualTo("In ");
    assertThat(config.emptyMembership()).isEqualTo(EmptyMembership.NULL);
    assertThat(config.perSegmentValue()).isEqualTo(PerSegmentValue.BOOLEAN);
    assertThat(config.userAgent()).isEqualTo(BrazeAudienceConfig.Builder.DEFAULT_USER_AGENT);
  }

  @Test
  void build_endpointsAlone_implyCustom() {
    BrazeEndpoints endpoints =
        BrazeEndpoints.ofRest("rest.example.com")
            .withSdk("sdk.example.com")
            .withJavaScript("js.example.com");

    BrazeAudienceConfig config = builder().endpoints(endpoints).build();

    assertThat(config.instance()).isEqualTo(BrazeInstance.CUSTOM);
    assertThat(config.endpoints()).isEqualTo(endpoints);
  }

  /** {@code -} stands for no app id: tokens of that system are not forwarded. */
  @ParameterizedTest
  @CsvSource({
    "UNSELECTED, -,   -,   -,       -,   -",
    "UNSELECTED, app, -,   -,       app, app",
    "UNSELECTED, -,   ios, -,       ios, -",
    "UNSELECTED, -,   -,   android, -,   android",
    "UNSELECTED, -,   ios, android, ios, android",
    "UNSELECTED, app, ios, -,       ios, app",
    "UNSELECTED, app, ios, android, ios, android",
    "IOS,        -,   -,   -,       -,   -",
    "IOS,        app, -,   -,       app, -",
    "IOS,        -,   ios, -,       ios, -",
    "IOS,        app, ios, -,       ios, -",
    "ANDROID,    app, -,   -,       -,   app",
    "ANDROID,    -,   -,   android, -,   android",
    "ANDROID,    app, -,   android, -,   android"
  })
  void apiKey_bySystem_isThatOfTheApp(
      ApiKeyOperatingSystem limit,
      String all,
      String ios,
      String android,
      String expectedIos,
      String expectedAndroid) {
    BrazeAudienceConfig.Builder builder = builder().apiKeyOperatingSystem(limit);
    given(all).ifPresent(builder::apiKey);
    given(ios).ifPresent(key -> builder.apiKey(ApiKeyOperatingSystem.IOS, key));
    given(android).ifPresent(key -> builder.apiKey(ApiKeyOperatingSystem.ANDROID, key));

    BrazeAudienceConfig config = builder.build();

    assertThat(config.apiKey(ApiKeyOperatingSystem.IOS)).isEqualTo(given(expectedIos));
    assertThat(config.apiKey(ApiKeyOperatingSystem.ANDROID)).isEqualTo(given(expectedAndroid));
  }

  private static Optional<String> given(String key) {
    return key.equals("-") ? Optional.empty() : Optional.of(key);
  }

  @Test
  void build_limits_areKeptAndCompared() {
    BrazeAudienceConfig config =
        builder().arrayMaxLength(1).maxObjectsPerRequest(1).build().toBuilder().build();

    assertThat(config.arrayMaxLength()).isEqualTo(1);
    assertThat(config.maxObjectsPerRequest()).isEqualTo(1);
    assertThat(config).isNotEqualTo(config.toBuilder().arrayMaxLength(500).build());
    assertThat(config).isNotEqualTo(config.toBuilder().maxObjectsPerRequest(75).build());
  }

  @Test
  void deviceMatch_withDeviceLookup_isEmptyUnlessItIsSet() {
    List<DeviceAlias> aliases = List.of(DeviceAlias.of(DeviceIdentityType.IDFV));

    assertThat(builder().deviceLookup(true).build().deviceMatch()).isEmpty();
    assertThat(builder().build().toBuilder().deviceLookup(true).build().deviceMatch()).isEmpty();
    assertThat(builder().deviceMatch(aliases).deviceLookup(true).build().deviceMatch())
        .isEqualTo(aliases);
    assertThat(builder().deviceLookup(true).deviceLookup(false).build())
        .isEqualTo(builder().build());
  }

  @Test
  void deviceAlias_label_isAtMost236BytesAndNotBlank() {
    assertThat(DeviceAlias.of(DeviceIdentityType.IDFA, "l".repeat(236)).label()).hasSize(236);
    assertThat(DeviceAlias.of(DeviceIdentityType.IDFA, "\ud83d\ude00".repeat(59)).label())
        .hasSize(118);
    for (String label : List.of("", " ", "l".repeat(237), "\ud83d\ude00".repeat(59) + "l")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> DeviceAlias.of(DeviceIdentityType.IDFA, label))
          .withMessageContainingAll("IDFA", "236");
    }
  }

  @Test
  void toBuilder_build_isEqual() {
    BrazeAudienceConfig config = everythingSet();

    assertThat(config.toBuilder().build()).isEqualTo(config).hasSameHashCodeAs(config);
    assertThat(builder().instance(BrazeInstance.KR_01).build().toBuilder().build().instance())
        .isEqualTo(BrazeInstance.KR_01);
  }

  @Test
  void toBuilder_otherInstance_replacesTheEndpoints() {
    BrazeAudienceConfig moved = everythingSet().toBuilder().instance(BrazeInstance.EU_01).build();

    assertThat(moved.instance()).isEqualTo(BrazeInstance.EU_01);
    assertThat(moved.endpoints()).isEqualTo(BrazeInstance.EU_01.endpoints().orElseThrow());
  }

  @Test
  void toBuilder_endpoints_replaceTheInstance() {
    BrazeEndpoints endpoints = BrazeEndpoints.ofCleartextLoopback("localhost:8080");

    BrazeAudienceConfig moved = builder().build().toBuilder().endpoints(endpoints).build();

    assertThat(moved.instance()).isEqualTo(BrazeInstance.CUSTOM);
    assertThat(moved.endpoints()).isEqualTo(endpoints);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void equals_oneSettingDiffers_isNotEqual(UnaryOperator<BrazeAudienceConfig.Builder> change) {
    assertThat(change.apply(everythingSet().toBuilder()).build()).isNotEqualTo(everythingSet());
  }

  static Stream<Arguments> changes() {
    return Stream.<UnaryOperator<BrazeAudienceConfig.Builder>>of(
            b -> b.restApiKey("other"),
            b -> b.endpoints(BrazeEndpoints.ofRest("other.example.com")),
            b -> b.sendSegmentsAs(SendSegmentsAs.ARRAY_ATTRIBUTE),
            b -> b.externalIdentityType(IdentityType.OTHER_3),
            b -> b.emailIdentityType(IdentityType.OTHER_3),
            b -> b.apiKeyOperatingSystem(ApiKeyOperatingSystem.UNSELECTED),
            b -> b.apiKey("other"),
            b -> b.deviceMatch(List.of()),
            b -> b.deviceLookup(true),
            b -> b.emailFallback(false),
            b -> b.updateExistingOnly(false),
            b -> b.singleAttributeName("Other"),
            b -> b.arrayAttributeName("Other"),
            b -> b.perSegmentPrefix("Other "),
            b -> b.emptyMembership(EmptyMembership.NULL),
            b -> b.perSegmentValue(PerSegmentValue.BOOLEAN),
            b -> b.userAgent("other"))
        .map(Arguments::of);
  }
}
