package io.github.brazeaudience.config;

import java.util.List;

/** Builder of a configuration with a key. */
abstract class ConfigFixture {
  static BrazeAudienceConfig everythingSet() {
    return builder()
        .endpoints(BrazeEndpoints.ofRest("rest.example.com"))
        .sendSegmentsAs(SendSegmentsAs.SINGLE_AND_ARRAY)
        .externalIdentityType(IdentityType.OTHER_2)
        .emailIdentityType(IdentityType.OTHER)
        .apiKeyOperatingSystem(ApiKeyOperatingSystem.IOS)
        .apiKey("app")
        .deviceMatch(List.of(DeviceAlias.of(DeviceIdentityType.IDFV)))
        .emailFallback(true)
        .updateExistingOnly(true)
        .singleAttributeName("S")
        .arrayAttributeName("A")
        .perSegmentPrefix("Is in ")
        .emptyMembership(EmptyMembership.EMPTY)
        .perSegmentValue(PerSegmentValue.STRING)
        .userAgent("partner-Example-Audiences/1.0")
        .build();
  }

  static BrazeAudienceConfig.Builder builder() {
    return BrazeAudienceConfig.builder().restApiKey("secret-key");
  }
}
