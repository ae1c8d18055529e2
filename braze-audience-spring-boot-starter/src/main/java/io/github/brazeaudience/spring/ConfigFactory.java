package io.github.brazeaudience.spring;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.DeviceAlias;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.RestApiKey;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Creates the configuration from the properties. */
final class ConfigFactory {
  private static final String WHERE_TO_FIND_THE_KEY =
      "Create a REST API key with the permission 'users.track' in Braze's dashboard, under APIs and"
          + " Identifiers, and set '%s.rest-api-key', for example to an environment variable."
              .formatted(BrazeAudienceProperties.PREFIX);

  private final BrazeAudienceProperties properties;
  private final BrazeAudienceConfig.Builder builder = BrazeAudienceConfig.builder();

  private ConfigFactory(BrazeAudienceProperties properties) {
    this.properties = properties;
  }

  /**
   * Returns the configuration.
   *
   * @param details replaces the key, the instance and the endpoint of the properties; null if there
   *     are none
   * @throws InvalidSettingException if a property is missing or not valid
   */
  static BrazeAudienceConfig create(
      BrazeAudienceProperties properties,
      @Nullable BrazeConnectionDetails details,
      Consumer<BrazeAudienceConfig.Builder> customizers) {
    return new ConfigFactory(properties).create(details, customizers);
  }

  private BrazeAudienceConfig create(
      @Nullable BrazeConnectionDetails details, Consumer<BrazeAudienceConfig.Builder> customizers) {
    if (details != null) {
      builder.restApiKey(details.restApiKey()).endpoints(details.endpoints());
    } else {
      key();
      endpoints();
    }
    identities();
    attributes();
    customizers.accept(builder);
    try {
      return builder.build();
    } catch (IllegalStateException e) {
      throw new InvalidSettingException(
          BrazeAudienceProperties.PREFIX,
          "The properties '%s.*' contradict each other: %s"
              .formatted(BrazeAudienceProperties.PREFIX, e.getMessage()),
          "Change one of the properties.",
          e);
    }
  }

  private void key() {
    String key = properties.restApiKey();
    if (key == null) {
      throw InvalidSettingException.missing("rest-api-key", WHERE_TO_FIND_THE_KEY);
    }
    try {
      builder.restApiKey(RestApiKey.of(key));
    } catch (IllegalArgumentException e) {
      String property = BrazeAudienceProperties.PREFIX + ".rest-api-key";
      throw new InvalidSettingException(
          property,
          "The property '%s' is not a REST API key: %s.".formatted(property, e.getMessage()),
          WHERE_TO_FIND_THE_KEY,
          e);
    }
  }

  private void endpoints() {
    BrazeInstance instance = properties.instance();
    String rest = properties.restEndpoint();
    if (rest == null && (instance == null || instance == BrazeInstance.CUSTOM)) {
      String property = instance == null ? "instance" : "rest-endpoint";
      throw InvalidSettingException.missing(
          property,
          "Look at the URL of your Braze dashboard, and set '%1$s.instance', such as US_03 for dashboard-03.braze.com, or '%1$s.rest-endpoint', such as rest.iad-03.braze.com."
              .formatted(BrazeAudienceProperties.PREFIX));
    }
    Settings.apply("instance", instance, builder::instance);
    if (rest != null) {
      builder.endpoints(customEndpoints(rest));
    } else if (properties.sdkEndpoint() != null || properties.javascriptEndpoint() != null) {
      throw InvalidSettingException.missing(
          "rest-endpoint",
          "Set it beside '%1$s.sdk-endpoint' and '%1$s.javascript-endpoint', or remove those: an instance has its own."
              .formatted(BrazeAudienceProperties.PREFIX));
    }
  }

  private BrazeEndpoints customEndpoints(String rest) {
    BrazeEndpoints endpoints;
    try {
      endpoints = BrazeEndpoints.ofRest(rest);
    } catch (IllegalArgumentException e) {
      throw InvalidSettingException.invalid("rest-endpoint", rest, e);
    }
    endpoints =
        Settings.with(endpoints, "sdk-endpoint", properties.sdkEndpoint(), BrazeEndpoints::withSdk);
    return Settings.with(
        endpoints,
        "javascript-endpoint",
        properties.javascriptEndpoint(),
        BrazeEndpoints::withJavaScript);
  }

  private void identities() {
    builder
        .externalIdentityType(properties.externalIdentityType())
        .emailIdentityType(properties.emailIdentityType())
        .apiKeyOperatingSystem(properties.apiKeyOperatingSystem())
        .deviceLookup(properties.deviceLookup())
        .emailFallback(properties.emailFallback())
        .updateExistingOnly(properties.updateExistingOnly());
    properties
        .apiKeys()
        .forEach(
            (system, appId) ->
                Settings.apply("api-keys", appId, value -> builder.apiKey(system, value)));
    List<DeviceIdentityType> types = properties.deviceMatch();
    if (types == null && !properties.deviceLabels().isEmpty()) {
      throw InvalidSettingException.missing(
          "device-match",
          "Set it to the device identities of '%s.device-labels', in the order in which to match them."
              .formatted(BrazeAudienceProperties.PREFIX));
    }
    Settings.apply("device-match", types, it -> builder.deviceMatch(aliases(it)));
  }

  private List<DeviceAlias> aliases(List<DeviceIdentityType> types) {
    return types.stream().map(this::alias).toList();
  }

  private DeviceAlias alias(DeviceIdentityType type) {
    String label = properties.deviceLabels().get(type);
    return label == null ? DeviceAlias.of(type) : DeviceAlias.of(type, label);
  }

  private void attributes() {
    builder
        .sendSegmentsAs(properties.sendSegmentsAs())
        .emptyMembership(properties.emptyMembership())
        .perSegmentValue(properties.perSegmentValue());
    Settings.apply(
        "single-attribute-name", properties.singleAttributeName(), builder::singleAttributeName);
    Settings.apply(
        "array-attribute-name", properties.arrayAttributeName(), builder::arrayAttributeName);
    Settings.apply("per-segment-prefix", properties.perSegmentPrefix(), builder::perSegmentPrefix);
    Settings.apply("array-max-length", properties.arrayMaxLength(), builder::arrayMaxLength);
    Settings.apply(
        "max-objects-per-request",
        properties.maxObjectsPerRequest(),
        builder::maxObjectsPerRequest);
    Settings.apply("user-agent", properties.userAgent(), builder::userAgent);
  }
}
