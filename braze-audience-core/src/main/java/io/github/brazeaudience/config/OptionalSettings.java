package io.github.brazeaudience.config;

import io.github.brazeaudience.internal.Text;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings that have a default, with their checks. A builder changes them, and a configuration
 * keeps a copy.
 */
final class OptionalSettings implements Cloneable {
  private static final List<DeviceAlias> DEFAULT_DEVICE_MATCH =
      List.of(
          DeviceAlias.of(DeviceIdentityType.IDFA), DeviceAlias.of(DeviceIdentityType.ANDROID_ID));

  Map<ApiKeyOperatingSystem, String> apiKeys = Map.of();
  SendSegmentsAs sendSegmentsAs = SendSegmentsAs.SINGLE_ATTRIBUTE;
  IdentityType externalIdentityType = IdentityType.CUSTOMER_ID;
  IdentityType emailIdentityType = IdentityType.EMAIL;
  ApiKeyOperatingSystem apiKeyOperatingSystem = ApiKeyOperatingSystem.UNSELECTED;

  @Nullable List<DeviceAlias> deviceMatch;

  boolean deviceLookup;
  boolean emailFallback;
  boolean updateExistingOnly;
  AttributeNames attributeNames = AttributeNames.DEFAULT;
  EmptyMembership emptyMembership = EmptyMembership.NULL;
  PerSegmentValue perSegmentValue = PerSegmentValue.BOOLEAN;
  int arrayMaxLength = BrazeAudienceConfig.MAX_ARRAY_LENGTH;
  int maxObjectsPerRequest = BrazeAudienceConfig.MAX_OBJECTS_PER_REQUEST;
  String userAgent = BrazeAudienceConfig.Builder.DEFAULT_USER_AGENT;

  OptionalSettings copy() {
    try {
      return (OptionalSettings) clone(); // Shallow, because all values are immutable.
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this class is cloneable", e);
    }
  }

  List<Object> asList() {
    return List.of(
        apiKeys,
        sendSegmentsAs,
        externalIdentityType,
        emailIdentityType,
        apiKeyOperatingSystem,
        deviceMatch(),
        deviceLookup,
        emailFallback,
        updateExistingOnly,
        attributeNames,
        emptyMembership,
        perSegmentValue,
        arrayMaxLength,
        maxObjectsPerRequest,
        userAgent);
  }

  List<DeviceAlias> deviceMatch() {
    if (deviceMatch != null) {
      return deviceMatch;
    }
    return deviceLookup ? List.of() : DEFAULT_DEVICE_MATCH;
  }

  void apiKey(ApiKeyOperatingSystem system, String appId) {
    if (appId.isBlank()) {
      throw new IllegalArgumentException(
          "`apiKey` must not be blank; leave it out to send no push tokens");
    }
    Text.requireWellFormed("`apiKey`", appId);
    Map<ApiKeyOperatingSystem, String> changed = new EnumMap<>(ApiKeyOperatingSystem.class);
    changed.putAll(apiKeys);
    changed.put(system, appId);
    apiKeys = Collections.unmodifiableMap(changed);
  }

  void arrayMaxLength(int elements) {
    arrayMaxLength = inRange("arrayMaxLength", elements, BrazeAudienceConfig.MAX_ARRAY_LENGTH);
  }

  void maxObjectsPerRequest(int objects) {
    maxObjectsPerRequest =
        inRange("maxObjectsPerRequest", objects, BrazeAudienceConfig.MAX_OBJECTS_PER_REQUEST);
  }

  private static int inRange(String setting, int value, int largest) {
    if (value < 1 || value > largest) {
      throw new IllegalArgumentException(
          "`%s` must be between 1 and %s, but was %s".formatted(setting, largest, value));
    }
    return value;
  }

  void userAgent(String text) {
    if (text.isBlank() || !text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException(
          "`userAgent` must be visible ASCII, such as \"partner-Example-Audiences/1.0\", but was \"%s\""
              .formatted(text.replaceAll("\\p{Cntrl}", "?")));
    }
    userAgent = text;
  }

  Optional<String> apiKey(ApiKeyOperatingSystem system) {
    if (apiKeyOperatingSystem != ApiKeyOperatingSystem.UNSELECTED
        && apiKeyOperatingSystem != system) {
      return Optional.empty();
    }
    String own = apiKeys.get(system);
    return Optional.ofNullable(own != null ? own : apiKeys.get(ApiKeyOperatingSystem.UNSELECTED));
  }

  /** Throws an {@link IllegalStateException} if two settings contradict each other. */
  void check() {
    ApiKeyOperatingSystem unused =
        switch (apiKeyOperatingSystem) {
          case IOS -> ApiKeyOperatingSystem.ANDROID;
          case ANDROID -> ApiKeyOperatingSystem.IOS;
          case UNSELECTED -> null;
        };
    if (unused != null && apiKeys.containsKey(unused)) {
      throw new IllegalStateException(
          "`apiKey` for %s is never used, because `apiKeyOperatingSystem` is %s; leave one of them out"
              .formatted(unused, apiKeyOperatingSystem));
    }
    if (sendSegmentsAs.single()
        && sendSegmentsAs.array()
        && attributeNames.single().equals(attributeNames.array())) {
      throw new IllegalStateException(
          "`singleAttributeName` and `arrayAttributeName` are both \"%s\", but %s writes both; name them apart"
              .formatted(attributeNames.single(), sendSegmentsAs));
    }
  }
}
