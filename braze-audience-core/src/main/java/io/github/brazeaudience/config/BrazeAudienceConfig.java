package io.github.brazeaudience.config;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a Braze workspace: the settings of mParticle's Braze Audience page and a few
 * beyond them. Immutable and safe to share.
 *
 * <p>Set the same external identity type as in the Event integration. Use the single attribute in
 * one configuration for each workspace only, or give the others a name of their own: two that write
 * the same attribute overwrite each other, see {@link ConfigurationConflict}.
 */
public final class BrazeAudienceConfig {
  private final RestApiKey restApiKey;
  private final BrazeInstance instance;
  private final BrazeEndpoints endpoints;
  private final SendSegmentsAs sendSegmentsAs;
  private final IdentityType externalIdentityType;
  private final IdentityType emailIdentityType;
  private final ApiKeyOperatingSystem apiKeyOperatingSystem;
  private final Map<ApiKeyOperatingSystem, String> apiKeys;
  private final List<DeviceAlias> deviceMatch;
  private final boolean emailFallback;
  private final boolean updateExistingOnly;
  private final AttributeNames attributeNames;
  private final EmptyMembership emptyMembership;
  private final PerSegmentValue perSegmentValue;
  private final String userAgent;

  private BrazeAudienceConfig(
      Builder builder, RestApiKey restApiKey, BrazeInstance instance, BrazeEndpoints endpoints) {
    this.restApiKey = restApiKey;
    this.instance = instance;
    this.endpoints = endpoints;
    this.sendSegmentsAs = builder.sendSegmentsAs;
    this.externalIdentityType = builder.externalIdentityType;
    this.emailIdentityType = builder.emailIdentityType;
    this.apiKeyOperatingSystem = builder.apiKeyOperatingSystem;
    this.apiKeys = Map.copyOf(builder.apiKeys);
    this.deviceMatch = builder.deviceMatch;
    this.emailFallback = builder.emailFallback;
    this.updateExistingOnly = builder.updateExistingOnly;
    this.attributeNames = builder.attributeNames;
    this.emptyMembership = builder.emptyMembership;
    this.perSegmentValue = builder.perSegmentValue;
    this.userAgent = builder.userAgent;
  }

  /**
   * Starts a configuration; only {@link Builder#restApiKey(String)} is required.
   *
   * @return a builder with the page's defaults
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts from this configuration. An instance that is set takes the place of its endpoints, and
   * endpoints that are set that of its instance.
   *
   * @return a builder with these values
   */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * The Workspace REST API Key.
   *
   * @return the key, redacted in print
   */
  public RestApiKey restApiKey() {
    return restApiKey;
  }

  /** {@return the Braze instance, by default {@link BrazeInstance#US_03}} */
  public BrazeInstance instance() {
    return instance;
  }

  /** {@return the hosts: the instance's, or the custom ones} */
  public BrazeEndpoints endpoints() {
    return endpoints;
  }

  /**
   * How memberships are written.
   *
   * @return by default {@link SendSegmentsAs#SINGLE_ATTRIBUTE}
   */
  public SendSegmentsAs sendSegmentsAs() {
    return sendSegmentsAs;
  }

  /**
   * Which identity becomes Braze's external id.
   *
   * @return by default {@link IdentityType#CUSTOMER_ID}
   */
  public IdentityType externalIdentityType() {
    return externalIdentityType;
  }

  /**
   * Which identity becomes the profile's email.
   *
   * @return by default {@link IdentityType#EMAIL}
   */
  public IdentityType emailIdentityType() {
    return emailIdentityType;
  }

  /**
   * Which push tokens are forwarded.
   *
   * @return by default {@link ApiKeyOperatingSystem#UNSELECTED}
   */
  public ApiKeyOperatingSystem apiKeyOperatingSystem() {
    return apiKeyOperatingSystem;
  }

  /**
   * The app identifier for the push tokens of a system.
   *
   * @param system iOS or Android
   * @return the {@code app_id}; empty if tokens of this system are not forwarded
   */
  public Optional<String> apiKey(ApiKeyOperatingSystem system) {
    if (apiKeyOperatingSystem != ApiKeyOperatingSystem.UNSELECTED
        && apiKeyOperatingSystem != system) {
      return Optional.empty();
    }
    String own = apiKeys.get(system);
    return Optional.ofNullable(own != null ? own : apiKeys.get(ApiKeyOperatingSystem.UNSELECTED));
  }

  /**
   * {@return the device identities by which a user without an external id is looked for, in order, by default IDFA, then Android id; empty if switched off}
   */
  public List<DeviceAlias> deviceMatch() {
    return deviceMatch;
  }

  /** {@return true if a user with neither external id nor device match is looked for by email} */
  public boolean emailFallback() {
    return emailFallback;
  }

  /** {@return true if users that Braze does not know are left out instead of created} */
  public boolean updateExistingOnly() {
    return updateExistingOnly;
  }

  /** {@return the names of the attributes that are written} */
  public AttributeNames attributeNames() {
    return attributeNames;
  }

  /**
   * What is written for a user in no audience.
   *
   * @return by default {@link EmptyMembership#NULL}
   */
  public EmptyMembership emptyMembership() {
    return emptyMembership;
  }

  /**
   * {@return the type of the value of an attribute per segment, by default {@link PerSegmentValue#BOOLEAN}}
   */
  public PerSegmentValue perSegmentValue() {
    return perSegmentValue;
  }

  /**
   * {@return the {@code User-Agent} of each request, by default {@value Builder#DEFAULT_USER_AGENT}}
   */
  public String userAgent() {
    return userAgent;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BrazeAudienceConfig that
        && restApiKey.equals(that.restApiKey)
        && instance == that.instance
        && endpoints.equals(that.endpoints)
        && sendSegmentsAs == that.sendSegmentsAs
        && externalIdentityType == that.externalIdentityType
        && emailIdentityType == that.emailIdentityType
        && apiKeyOperatingSystem == that.apiKeyOperatingSystem
        && apiKeys.equals(that.apiKeys)
        && deviceMatch.equals(that.deviceMatch)
        && emailFallback == that.emailFallback
        && updateExistingOnly == that.updateExistingOnly
        && attributeNames.equals(that.attributeNames)
        && emptyMembership == that.emptyMembership
        && perSegmentValue == that.perSegmentValue
        && userAgent.equals(that.userAgent);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        restApiKey, endpoints, sendSegmentsAs, externalIdentityType, attributeNames);
  }

  @Override
  public String toString() {
    return "BrazeAudienceConfig[%s, %s, sendSegmentsAs=%s, externalIdentityType=%s, emailIdentityType=%s, %s]"
        .formatted(
            restApiKey,
            instance,
            sendSegmentsAs,
            externalIdentityType,
            emailIdentityType,
            endpoints);
  }

  /** Builds a {@link BrazeAudienceConfig}. Not safe for use by several threads. */
  public static final class Builder {
    /**
     * The default {@code User-Agent}. Braze asks its partners for the form {@code
     * partner-OrganizationName-ProductName/ProductVersion}.
     */
    public static final String DEFAULT_USER_AGENT = "braze-audience/0.1.0";

    private @Nullable RestApiKey restApiKey;
    private @Nullable BrazeInstance instance;
    private @Nullable BrazeEndpoints endpoints;

    /** Where to if neither is set: the default, or where the configuration it starts from goes. */
    private BrazeInstance initialInstance = BrazeInstance.US_03;

    private @Nullable BrazeEndpoints initialEndpoints;
    private SendSegmentsAs sendSegmentsAs = SendSegmentsAs.SINGLE_ATTRIBUTE;
    private IdentityType externalIdentityType = IdentityType.CUSTOMER_ID;
    private IdentityType emailIdentityType = IdentityType.EMAIL;
    private ApiKeyOperatingSystem apiKeyOperatingSystem = ApiKeyOperatingSystem.UNSELECTED;
    private final Map<ApiKeyOperatingSystem, String> apiKeys =
        new EnumMap<>(ApiKeyOperatingSystem.class);
    private List<DeviceAlias> deviceMatch =
        List.of(
            DeviceAlias.of(DeviceIdentityType.IDFA), DeviceAlias.of(DeviceIdentityType.ANDROID_ID));
    private boolean emailFallback;
    private boolean updateExistingOnly;
    private AttributeNames attributeNames = AttributeNames.DEFAULT;
    private EmptyMembership emptyMembership = EmptyMembership.NULL;
    private PerSegmentValue perSegmentValue = PerSegmentValue.BOOLEAN;
    private String userAgent = DEFAULT_USER_AGENT;

    private Builder() {}

    private Builder(BrazeAudienceConfig config) {
      restApiKey = config.restApiKey;
      initialInstance = config.instance;
      initialEndpoints = config.instance == BrazeInstance.CUSTOM ? config.endpoints : null;
      sendSegmentsAs = config.sendSegmentsAs;
      externalIdentityType = config.externalIdentityType;
      emailIdentityType = config.emailIdentityType;
      apiKeyOperatingSystem = config.apiKeyOperatingSystem;
      apiKeys.putAll(config.apiKeys);
      deviceMatch = config.deviceMatch;
      emailFallback = config.emailFallback;
      updateExistingOnly = config.updateExistingOnly;
      attributeNames = config.attributeNames;
      emptyMembership = config.emptyMembership;
      perSegmentValue = config.perSegmentValue;
      userAgent = config.userAgent;
    }

    /**
     * The Workspace REST API Key (once App Group REST API Key); required.
     *
     * @param key a key with the permission {@code users.track}
     * @throws IllegalArgumentException if this cannot be a key
     */
    public Builder restApiKey(String key) {
      return restApiKey(RestApiKey.of(key));
    }

    /**
     * The Workspace REST API Key; required.
     *
     * @param key a key with the permission {@code users.track}
     */
    public Builder restApiKey(RestApiKey key) {
      restApiKey = Objects.requireNonNull(key, "key");
      return this;
    }

    /**
     * The Braze instance; {@link BrazeInstance#CUSTOM} asks for {@link #endpoints}.
     *
     * @param instance the cluster that holds the workspace
     */
    public Builder instance(BrazeInstance instance) {
      this.instance = Objects.requireNonNull(instance, "instance");
      return this;
    }

    /**
     * The custom endpoints; they imply {@link BrazeInstance#CUSTOM}.
     *
     * @param endpoints the authorities
     */
    public Builder endpoints(BrazeEndpoints endpoints) {
      this.endpoints = Objects.requireNonNull(endpoints, "endpoints");
      return this;
    }

    /**
     * How memberships are written.
     *
     * @param mode one of the seven forms
     */
    public Builder sendSegmentsAs(SendSegmentsAs mode) {
      sendSegmentsAs = Objects.requireNonNull(mode, "mode");
      return this;
    }

    /**
     * Which identity becomes Braze's external id. Set the same one as in the Event integration.
     *
     * @param type a unique, permanent identity
     */
    public Builder externalIdentityType(IdentityType type) {
      externalIdentityType = Objects.requireNonNull(type, "type");
      return this;
    }

    /**
     * Which identity becomes the profile's email.
     *
     * @param type the identity
     */
    public Builder emailIdentityType(IdentityType type) {
      emailIdentityType = Objects.requireNonNull(type, "type");
      return this;
    }

    /**
     * The page's API Key, the identifier of the app whose push tokens are forwarded. Without one no
     * tokens are sent.
     *
     * @param appId the app identifier, {@code push_tokens[].app_id}
     * @throws IllegalArgumentException if the key is blank or no Unicode text
     */
    public Builder apiKey(String appId) {
      return apiKey(ApiKeyOperatingSystem.UNSELECTED, appId);
    }

    /**
     * The API Key of one of several apps: tokens of this system get this {@code app_id}.
     *
     * @param system the system of the app; {@link ApiKeyOperatingSystem#UNSELECTED} for all that have none of their own
     * @param appId the app identifier
     * @throws IllegalArgumentException if the key is blank or no Unicode text
     */
    public Builder apiKey(ApiKeyOperatingSystem system, String appId) {
      if (appId.isBlank()) {
        throw new IllegalArgumentException(
            "`apiKey` must not be blank; leave it out to send no push tokens");
      }
      SurrogatePairs.checkWhole("`apiKey`", appId);
      apiKeys.put(system, appId);
      return this;
    }

    /**
     * Limits the push tokens that are forwarded to one system.
     *
     * @param system the system
     */
    public Builder apiKeyOperatingSystem(ApiKeyOperatingSystem system) {
      apiKeyOperatingSystem = Objects.requireNonNull(system, "system");
      return this;
    }

    /**
     * The device identities by which a user without an external id is looked for, in order; an
     * empty list switches device match off.
     *
     * @param aliases each identity at most once
     * @throws IllegalArgumentException if an identity is given twice
     */
    public Builder deviceMatch(List<DeviceAlias> aliases) {
      Set<DeviceIdentityType> seen = new HashSet<>();
      for (DeviceAlias alias : aliases) {
        if (!seen.add(alias.type())) {
          throw new IllegalArgumentException(
              "`deviceMatch` has %s twice; name it once".formatted(alias.type()));
        }
      }
      deviceMatch = List.copyOf(aliases);
      return this;
    }

    /**
     * Looks for a user with neither external id nor device match by email. Only existing profiles
     * are updated so.
     *
     * @param on whether to do so
     */
    public Builder emailFallback(boolean on) {
      emailFallback = on;
      return this;
    }

    /**
     * Leaves users out that Braze does not know, instead of creating profiles for them. Braze does
     * not tell which.
     *
     * @param on whether to do so
     */
    public Builder updateExistingOnly(boolean on) {
      updateExistingOnly = on;
      return this;
    }

    /**
     * The name of the string attribute.
     *
     * @param name by default {@value AttributeNames#SINGLE}
     * @throws IllegalArgumentException if Braze would not take the name
     */
    public Builder singleAttributeName(String name) {
      attributeNames = attributeNames.withSingle(name);
      return this;
    }

    /**
     * The name of the array attribute.
     *
     * @param name by default {@value AttributeNames#ARRAY}
     * @throws IllegalArgumentException if Braze would not take the name
     */
    public Builder arrayAttributeName(String name) {
      attributeNames = attributeNames.withArray(name);
      return this;
    }

    /**
     * The start of the name of an attribute per segment, with its space if one is wanted.
     *
     * @param prefix by default {@value AttributeNames#PER_SEGMENT_PREFIX}
     * @throws IllegalArgumentException if Braze would not take such names
     */
    public Builder perSegmentPrefix(String prefix) {
      attributeNames = attributeNames.withPerSegmentPrefix(prefix);
      return this;
    }

    /**
     * What is written for a user in no audience.
     *
     * @param value null or the empty value
     */
    public Builder emptyMembership(EmptyMembership value) {
      emptyMembership = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * The type of the value of an attribute per segment.
     *
     * @param value boolean or string
     */
    public Builder perSegmentValue(PerSegmentValue value) {
      perSegmentValue = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * The {@code User-Agent} of each request.
     *
     * @param userAgent for a Braze partner {@code partner-OrganizationName-ProductName/ProductVersion}
     * @throws IllegalArgumentException if this cannot stand in an HTTP header
     */
    public Builder userAgent(String userAgent) {
      if (userAgent.isBlank() || !userAgent.chars().allMatch(c -> c >= ' ' && c <= '~')) {
        throw new IllegalArgumentException(
            "`userAgent` must be visible ASCII, such as \"partner-Example-Audiences/1.0\", but was \"%s\""
                .formatted(userAgent.replaceAll("\\p{Cntrl}", "?")));
      }
      this.userAgent = userAgent;
      return this;
    }

    /**
     * Checks the settings against each other.
     *
     * @return the configuration
     * @throws IllegalStateException if a setting is missing or two of them do not go together
     */
    public BrazeAudienceConfig build() {
      if (restApiKey == null) {
        throw new IllegalStateException("`restApiKey` is required; set the Workspace REST API Key");
      }
      ApiKeyOperatingSystem useless =
          switch (apiKeyOperatingSystem) {
            case IOS -> ApiKeyOperatingSystem.ANDROID;
            case ANDROID -> ApiKeyOperatingSystem.IOS;
            case UNSELECTED -> null;
          };
      if (useless != null && apiKeys.containsKey(useless)) {
        throw new IllegalStateException(
            "`apiKey` for %s is never used, because `apiKeyOperatingSystem` is %s; leave one of them out"
                .formatted(useless, apiKeyOperatingSystem));
      }
      if (sendSegmentsAs.single()
          && sendSegmentsAs.array()
          && attributeNames.single().equals(attributeNames.array())) {
        throw new IllegalStateException(
            "`singleAttributeName` and `arrayAttributeName` are both \"%s\", but %s writes both; name them apart"
                .formatted(attributeNames.single(), sendSegmentsAs));
      }
      BrazeInstance chosen =
          instance != null ? instance : endpoints != null ? BrazeInstance.CUSTOM : initialInstance;
      return new BrazeAudienceConfig(this, restApiKey, chosen, endpointsOf(chosen));
    }

    private BrazeEndpoints endpointsOf(BrazeInstance chosen) {
      if (chosen != BrazeInstance.CUSTOM) {
        if (endpoints != null) {
          throw new IllegalStateException(
              "`endpoints` are for BrazeInstance.CUSTOM, but `instance` is %s; set one of them"
                  .formatted(chosen));
        }
        return chosen.endpoints().orElseThrow();
      }
      BrazeEndpoints custom = endpoints != null ? endpoints : initialEndpoints;
      if (custom == null) {
        throw new IllegalStateException(
            "`instance` is CUSTOM, which needs `endpoints`; write BrazeEndpoints.ofRest(\"rest.iad-03.braze.com\"), say");
      }
      return custom;
    }
  }
}
