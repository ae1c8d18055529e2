package io.github.brazeaudience.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.config.ApiKeyOperatingSystem;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.DeviceAlias;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.EmptyMembership;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.config.PerSegmentValue;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.env.MapPropertySource;

/** Each property sets what its name says. */
final class PropertiesTest {
  static Stream<Arguments> settings() {
    return Stream.of(
        of("instance=US_10", BrazeAudienceConfig::instance, BrazeInstance.US_10),
        of("instance=us-10", BrazeAudienceConfig::instance, BrazeInstance.US_10),
        of("instance=US 10 Cluster", BrazeAudienceConfig::instance, BrazeInstance.US_10),
        of(
            "send-segments-as=Both Single Attribute and One Attribute Per Segment",
            BrazeAudienceConfig::sendSegmentsAs,
            SendSegmentsAs.SINGLE_AND_PER_SEGMENT),
        of(
            "send-segments-as=array-attribute",
            BrazeAudienceConfig::sendSegmentsAs,
            SendSegmentsAs.ARRAY_ATTRIBUTE),
        of(
            "external-identity-type=mpid",
            BrazeAudienceConfig::externalIdentityType,
            IdentityType.MPID),
        of(
            "email-identity-type=other_id_2",
            BrazeAudienceConfig::emailIdentityType,
            IdentityType.OTHER_2),
        of("api-keys.ios=app-1", it -> it.apiKey(ApiKeyOperatingSystem.IOS), Optional.of("app-1")),
        of(
            "api-keys.unselected=app-2",
            it -> it.apiKey(ApiKeyOperatingSystem.ANDROID),
            Optional.of("app-2")),
        of(
            "api-key-operating-system=ios",
            BrazeAudienceConfig::apiKeyOperatingSystem,
            ApiKeyOperatingSystem.IOS),
        of("device-lookup=true", BrazeAudienceConfig::deviceLookup, true),
        of("device-match=", BrazeAudienceConfig::deviceMatch, List.of()),
        of(
            "device-match=android_uuid,IDFV",
            BrazeAudienceConfig::deviceMatch,
            List.of(
                DeviceAlias.of(DeviceIdentityType.ANDROID_ID),
                DeviceAlias.of(DeviceIdentityType.IDFV))),
        of("email-fallback=true", BrazeAudienceConfig::emailFallback, true),
        of("update-existing-only=true", BrazeAudienceConfig::updateExistingOnly, true),
        of("single-attribute-name=One", it -> it.attributeNames().single(), "One"),
        of("array-attribute-name=Two", it -> it.attributeNames().array(), "Two"),
        of("empty-membership=empty", BrazeAudienceConfig::emptyMembership, EmptyMembership.EMPTY),
        of(
            "per-segment-value=string",
            BrazeAudienceConfig::perSegmentValue,
            PerSegmentValue.STRING),
        of("array-max-length=25", BrazeAudienceConfig::arrayMaxLength, 25),
        of("max-objects-per-request=5", BrazeAudienceConfig::maxObjectsPerRequest, 5),
        of("user-agent=partner-A-B/1", BrazeAudienceConfig::userAgent, "partner-A-B/1"));
  }

  private static Arguments of(
      String property, Function<BrazeAudienceConfig, Object> setting, Object expected) {
    return arguments(property, setting, expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settings")
  void config_property_setsIt(
      String property, Function<BrazeAudienceConfig, Object> setting, Object expected) {
    Contexts.configured()
        .withPropertyValues("braze.audience." + property)
        .run(
            context ->
                assertThat(setting.apply(context.getBean(BrazeAudienceConfig.class)))
                    .isEqualTo(expected));
  }

  @Test
  void config_requiredPropertiesOnly_equalsThatOfTheLibrary() {
    Contexts.configured()
        .run(
            context ->
                assertThat(context)
                    .getBean(BrazeAudienceConfig.class)
                    .isEqualTo(
                        BrazeAudienceConfig.builder()
                            .restApiKey(Contexts.KEY)
                            .instance(BrazeInstance.EU_01)
                            .build()));
  }

  @Test
  void config_restEndpoint_impliesACustomInstance() {
    Contexts.empty()
        .withPropertyValues(
            "braze.audience.rest-api-key=k", "braze.audience.rest-endpoint=rest.example.com:8443")
        .run(
            context -> {
              var config = context.getBean(BrazeAudienceConfig.class);
              assertThat(config.instance()).isEqualTo(BrazeInstance.CUSTOM);
              assertThat(config.endpoints().rest()).isEqualTo("rest.example.com:8443");
            });
  }

  @Test
  void config_customEndpoints_haveTheSdkAndJavascriptEndpoints() {
    Contexts.empty()
        .withPropertyValues(
            "braze.audience.rest-api-key=k",
            "braze.audience.rest-endpoint=rest.example.com",
            "braze.audience.sdk-endpoint=sdk.example.com",
            "braze.audience.javascript-endpoint=js.example.com")
        .run(
            context -> {
              var endpoints = context.getBean(BrazeAudienceConfig.class).endpoints();
              assertThat(endpoints.sdk()).contains("sdk.example.com");
              assertThat(endpoints.javaScript()).contains("js.example.com");
            });
  }

  @Test
  void config_deviceLabel_namesTheAlias() {
    Contexts.configured()
        .withPropertyValues(
            "braze.audience.device-match=IDFA,IDFV", "braze.audience.device-labels.idfv=vendor")
        .run(
            context ->
                assertThat(context.getBean(BrazeAudienceConfig.class).deviceMatch())
                    .containsExactly(
                        DeviceAlias.of(DeviceIdentityType.IDFA),
                        DeviceAlias.of(DeviceIdentityType.IDFV, "vendor")));
  }

  /** The test support strips values of properties. */
  @Test
  void config_prefixThatEndsWithASpace_keepsTheSpace() {
    var source = Map.<String, Object>of("braze.audience.per-segment-prefix", "Is in ");
    Contexts.configured()
        .withInitializer(
            context ->
                context
                    .getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("prefix", source)))
        .run(
            context ->
                assertThat(
                        context.getBean(BrazeAudienceConfig.class).attributeNames().perSegment("A"))
                    .isEqualTo("Is in A"));
  }

  @Test
  void queue_disabled_isNotCreated() {
    Contexts.configured()
        .withPropertyValues("braze.audience.queue.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(AudienceQueue.class));
  }

  @Test
  void queue_capacity_setsIt() {
    Contexts.configured()
        .withPropertyValues("braze.audience.queue.capacity=7")
        .run(context -> assertThat(context.getBean(AudienceQueue.class).capacity()).isEqualTo(7));
  }
}
