package io.github.brazeaudience.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of one connection to a Braze workspace: the settings of mParticle's Braze Audience
 * page and a few more. Immutable and thread-safe.
 *
 * <p>Use the same external identity type as in the Event integration. Use the single attribute in
 * only one configuration per workspace, or give the others another name: two configurations that
 * write the same attribute overwrite each other, see {@link ConfigurationConflict}.
 */
public final class BrazeAudienceConfig {
  /**
   * The largest and the default {@link Builder#arrayMaxLength}.
   *
   * @see <a
   *     href="https://www.braze.com/docs/user_guide/data/activation/attributes/data_types">Braze:
   *     data types</a>
   */
  public static final int MAX_ARRAY_LENGTH = 500;

  /**
   * The largest and the default {@link Builder#maxObjectsPerRequest}.
   *
   * @see <a href="https://www.braze.com/docs/api/api_limits">Braze: API limits</a>
   */
  public static final int MAX_OBJECTS_PER_REQUEST = 75;

  private final RestApiKey restApiKey;
  private final BrazeInstance instance;
  private final BrazeEndpoints endpoints;
  private final OptionalSettings settings;

  private BrazeAudienceConfig(
      RestApiKey restApiKey,
      BrazeInstance instance,
      BrazeEndpoints endpoints,
      OptionalSettings settings) {
    this.restApiKey = restApiKey;
    this.instance = instance;
    this.endpoints = endpoints;
    this.settings = settings;
  }

  /**
   * Returns a builder with mParticle's defaults; only {@link Builder#restApiKey(String)} is
   * required.
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a builder with the values of this configuration. Setting an instance replaces its
   * endpoints, and setting endpoints replaces its instance.
   */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** {@return the Workspace REST API Key, which prints as a placeholder} */
  public RestApiKey restApiKey() {
    return restApiKey;
  }

  /** {@return the Braze instance, by default {@link BrazeInstance#US_03}} */
  public BrazeInstance instance() {
    return instance;
  }

  /** {@return the endpoints of the instance, or the custom ones} */
  public BrazeEndpoints endpoints() {
    return endpoints;
  }

  /** {@return the form in which memberships are written} */
  public SendSegmentsAs sendSegmentsAs() {
    return settings.sendSegmentsAs;
  }

  /** {@return the identity that is sent as Braze's external id} */
  public IdentityType externalIdentityType() {
    return settings.externalIdentityType;
  }

  /** {@return the identity that is written as the profile's email} */
  public IdentityType emailIdentityType() {
    return settings.emailIdentityType;
  }

  /** {@return the operating system that push tokens are limited to} */
  public ApiKeyOperatingSystem apiKeyOperatingSystem() {
    return settings.apiKeyOperatingSystem;
  }

  /** {@return the {@code app_id} of push tokens of a system, empty if its tokens are not sent} */
  public Optional<String> apiKey(ApiKeyOperatingSystem system) {
    return settings.apiKey(system);
  }

  /** {@return true if the profile of a user with neither external id nor Braze id is looked up} */
  public boolean deviceLookup() {
    return settings.deviceLookup;
  }

  /**
   * Returns the device identities that are matched by user alias, in order, for a user with neither
   * external id nor Braze id. Empty if device match is off.
   */
  public List<DeviceAlias> deviceMatch() {
    return settings.deviceMatch();
  }

  /** {@return true if a user with no other identifier is identified by email} */
  public boolean emailFallback() {
    return settings.emailFallback;
  }

  /** {@return true if no profiles are created for users that Braze does not have} */
  public boolean updateExistingOnly() {
    return settings.updateExistingOnly;
  }

  /** {@return the names of the attributes that are written} */
  public AttributeNames attributeNames() {
    return settings.attributeNames;
  }

  /** {@return the value written for a user in no audience} */
  public EmptyMembership emptyMembership() {
    return settings.emptyMembership;
  }

  /** {@return the type of the values of attributes per segment} */
  public PerSegmentValue perSegmentValue() {
    return settings.perSegmentValue;
  }

  /** {@return the maximum number of elements of the array attribute} */
  public int arrayMaxLength() {
    return settings.arrayMaxLength;
  }

  /** {@return the maximum number of objects in a request} */
  public int maxObjectsPerRequest() {
    return settings.maxObjectsPerRequest;
  }

  /** {@return the {@code User-Agent} of each request} */
  public String userAgent() {
    return settings.userAgent;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BrazeAudienceConfig that
        && restApiKey.equals(that.restApiKey)
        && instance == that.instance
        && endpoints.equals(that.endpoints)
        && settings.asList().equals(that.settings.asList());
  }

  @Override
  public int hashCode() {
    return Objects.hash(restApiKey, endpoints, settings.sendSegmentsAs, settings.attributeNames);
  }

  @Override
  public String toString() {
    return "BrazeAudienceConfig[%s, %s, sendSegmentsAs=%s, externalIdentityType=%s, emailIdentityType=%s, %s]"
        .formatted(
            restApiKey,
            instance,
            settings.sendSegmentsAs,
            settings.externalIdentityType,
            settings.emailIdentityType,
            endpoints);
  }

  /** Builds a {@link BrazeAudienceConfig}. Not thread-safe. */
  public static final class Builder {
    /**
     * The default {@code User-Agent}. Braze asks its partners for {@code
     * partner-OrganizationName-ProductName/ProductVersion}.
     */
    public static final String DEFAULT_USER_AGENT = "braze-audience/0.1.0";

    private @Nullable RestApiKey restApiKey;
    private final InstanceChoice instance;
    private final OptionalSettings settings;

    private Builder() {
      instance = new InstanceChoice(BrazeInstance.US_03, null);
      settings = new OptionalSettings();
    }

    private Builder(BrazeAudienceConfig config) {
      restApiKey = config.restApiKey;
      instance = new InstanceChoice(config.instance, config.endpoints);
      settings = config.settings.copy();
    }

    /**
     * Sets the Workspace REST API Key (formerly App Group REST API Key). Required.
     *
     * @param key a key with the permission {@code users.track}
     * @throws IllegalArgumentException if the text cannot be a key
     */
    public Builder restApiKey(String key) {
      return restApiKey(RestApiKey.of(key));
    }

    /**
     * Sets the Workspace REST API Key, which needs the permission {@code users.track}. Required.
     */
    public Builder restApiKey(RestApiKey key) {
      restApiKey = Objects.requireNonNull(key, "key");
      return this;
    }

    /**
     * Sets the cluster of the workspace. {@link BrazeInstance#CUSTOM} also needs {@link
     * #endpoints}.
     */
    public Builder instance(BrazeInstance instance) {
      this.instance.select(instance);
      return this;
    }

    /** Sets custom endpoints, which imply {@link BrazeInstance#CUSTOM}. */
    public Builder endpoints(BrazeEndpoints endpoints) {
      instance.select(endpoints);
      return this;
    }

    /** Sets the attributes that memberships are written to. */
    public Builder sendSegmentsAs(SendSegmentsAs mode) {
      settings.sendSegmentsAs = Objects.requireNonNull(mode, "mode");
      return this;
    }

    /**
     * Sets the identity that is sent as Braze's external id. It should be unique and permanent, and
     * the same as in the Event integration.
     */
    public Builder externalIdentityType(IdentityType type) {
      settings.externalIdentityType = Objects.requireNonNull(type, "type");
      return this;
    }

    /** Sets the identity that is written as the profile's email. */
    public Builder emailIdentityType(IdentityType type) {
      settings.emailIdentityType = Objects.requireNonNull(type, "type");
      return this;
    }

    /**
     * Sets mParticle's API Key, the identifier of the app whose push tokens are sent. Without one,
     * no tokens are sent.
     *
     * @param appId the app identifier, {@code push_tokens[].app_id}
     * @throws IllegalArgumentException if the identifier is blank or not valid Unicode
     */
    public Builder apiKey(String appId) {
      return apiKey(ApiKeyOperatingSystem.UNSELECTED, appId);
    }

    /**
     * Sets the API Key of one of several apps. Tokens of this system get this {@code app_id}.
     *
     * @param system the system of the app, or {@link ApiKeyOperatingSystem#UNSELECTED} for all
     *     systems without an API Key
     * @param appId the app identifier
     * @throws IllegalArgumentException if the identifier is blank or not valid Unicode
     */
    public Builder apiKey(ApiKeyOperatingSystem system, String appId) {
      settings.apiKey(system, appId);
      return this;
    }

    /** Limits the push tokens that are sent to one operating system. */
    public Builder apiKeyOperatingSystem(ApiKeyOperatingSystem system) {
      settings.apiKeyOperatingSystem = Objects.requireNonNull(system, "system");
      return this;
    }

    /**
     * Sets whether the profile of a user with neither external id nor Braze id is looked up by the
     * device ids of the user, one per request, until a profile is found: first the {@code IDFV},
     * which is Braze's {@code device_id} on iOS, then the others in the order of {@link
     * DeviceIdentityType}. The user is written by the {@code external_id} of the profile, else by
     * its {@code braze_id}. The REST API key needs the permission {@code users.export.ids}. Off by
     * default.
     *
     * <p>If no profile is found, the update is rejected, unless {@link #deviceMatch} or {@link
     * #emailFallback} is set too. With a lookup, there is no device match by default.
     *
     * @see <a
     *     href="https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier">Braze:
     *     /users/export/ids</a>
     */
    public Builder deviceLookup(boolean on) {
      settings.deviceLookup = on;
      return this;
    }

    /**
     * Sets the device identities that are matched by user alias, in order, for a user with neither
     * external id nor Braze id. An empty list turns device match off.
     *
     * @param aliases by default {@code idfa} and {@code android_id}; empty if {@link #deviceLookup}
     *     is on
     * @throws IllegalArgumentException if an identity appears twice
     */
    public Builder deviceMatch(List<DeviceAlias> aliases) {
      settings.deviceMatch = DeviceAlias.distinct(aliases);
      return this;
    }

    /**
     * Sets whether a user with no other identifier is identified by email, if such a profile
     * exists. Off by default.
     */
    public Builder emailFallback(boolean on) {
      settings.emailFallback = on;
      return this;
    }

    /**
     * Sets whether only existing profiles are written. Braze does not report the users that it
     * skips.
     */
    public Builder updateExistingOnly(boolean on) {
      settings.updateExistingOnly = on;
      return this;
    }

    /**
     * Sets the name of the string attribute, {@value AttributeNames#SINGLE} by default.
     *
     * @throws IllegalArgumentException if Braze would not accept the name
     */
    public Builder singleAttributeName(String name) {
      settings.attributeNames = settings.attributeNames.withSingle(name);
      return this;
    }

    /**
     * Sets the name of the array attribute, {@value AttributeNames#ARRAY} by default.
     *
     * @throws IllegalArgumentException if Braze would not accept the name
     */
    public Builder arrayAttributeName(String name) {
      settings.attributeNames = settings.attributeNames.withArray(name);
      return this;
    }

    /**
     * Sets the prefix of attributes per segment, including its space; {@value
     * AttributeNames#PER_SEGMENT_PREFIX} by default.
     *
     * @throws IllegalArgumentException if Braze would not accept such names
     */
    public Builder perSegmentPrefix(String prefix) {
      settings.attributeNames = settings.attributeNames.withPerSegmentPrefix(prefix);
      return this;
    }

    /** Sets the value written for a user in no audience. */
    public Builder emptyMembership(EmptyMembership value) {
      settings.emptyMembership = Objects.requireNonNull(value, "value");
      return this;
    }

    /** Sets the type of the values of attributes per segment. */
    public Builder perSegmentValue(PerSegmentValue value) {
      settings.perSegmentValue = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Sets the maximum number of elements of the array attribute. It must not be larger than the
     * <em>Max length</em> of the attribute in Braze's dashboard, because Braze silently drops the
     * oldest elements beyond it. A snapshot with more elements, or a change that adds more, is
     * rejected; a change may remove more. An array that is read back with as many elements may have
     * lost some, so it is not used.
     *
     * @param elements from 1 to {@value BrazeAudienceConfig#MAX_ARRAY_LENGTH}, the default
     * @throws IllegalArgumentException if {@code elements} is out of range
     * @see <a
     *     href="https://www.braze.com/docs/user_guide/data/activation/attributes/data_types">Braze:
     *     data types</a>
     */
    public Builder arrayMaxLength(int elements) {
      settings.arrayMaxLength(elements);
      return this;
    }

    /**
     * Sets the maximum number of objects in a request, which depends on the contract with Braze. No
     * request has more. Without the setting, a forwarder learns a lower limit from the requests
     * that Braze refuses.
     *
     * @param objects from 1 to {@value BrazeAudienceConfig#MAX_OBJECTS_PER_REQUEST}, the default
     * @throws IllegalArgumentException if {@code objects} is out of range
     * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track_bulk">Braze:
     *     request object limits vary by pricing model</a>
     */
    public Builder maxObjectsPerRequest(int objects) {
      settings.maxObjectsPerRequest(objects);
      return this;
    }

    /**
     * Sets the {@code User-Agent} of each request.
     *
     * @param userAgent for a Braze partner {@code
     *     partner-OrganizationName-ProductName/ProductVersion}
     * @throws IllegalArgumentException if it is not a valid value of an HTTP header
     */
    public Builder userAgent(String userAgent) {
      settings.userAgent(userAgent);
      return this;
    }

    /**
     * Returns the configuration.
     *
     * @throws IllegalStateException if a setting is missing or two settings contradict each other
     */
    public BrazeAudienceConfig build() {
      if (restApiKey == null) {
        throw new IllegalStateException("`restApiKey` is required; set the Workspace REST API Key");
      }
      settings.check();
      return new BrazeAudienceConfig(
          restApiKey, instance.instance(), instance.endpoints(), settings.copy());
    }
  }
}
