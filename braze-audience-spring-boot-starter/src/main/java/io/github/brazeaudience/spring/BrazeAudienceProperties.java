package io.github.brazeaudience.spring;

import io.github.brazeaudience.config.ApiKeyOperatingSystem;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.EmptyMembership;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.config.PerSegmentValue;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code braze.audience.*}. They are checked when the beans are created, by the same
 * code and with the same limits as everywhere in the library. The defaults are those of the
 * library, and a test compares them. The key is a string because a failed conversion would print
 * it.
 *
 * @param enabled Whether to create the beans.
 * @param name Name of the forwarder, which its meters have as the tag 'forwarder'.
 * @param restApiKey Workspace REST API Key, with the permission 'users.track'. A secret. Required.
 * @param instance Cluster of the workspace, such as US_03 for dashboard-03.braze.com. Required,
 *     unless 'rest-endpoint' is set.
 * @param restEndpoint Custom REST endpoint instead of an instance: a host with an optional port,
 *     such as rest.iad-03.braze.com.
 * @param sdkEndpoint Custom SDK endpoint beside 'rest-endpoint', for applications that read it from
 *     the configuration. The library does not use it.
 * @param javascriptEndpoint Custom JavaScript endpoint beside 'rest-endpoint', like 'sdk-endpoint'.
 * @param sendSegmentsAs Form in which memberships are written.
 * @param externalIdentityType Identity that is sent as Braze's external_id.
 * @param emailIdentityType Identity that is written as the profile's email.
 * @param apiKeys App identifiers of push tokens by operating system; 'unselected' is for all
 *     systems without one. Without app identifiers, no push tokens are sent.
 * @param apiKeyOperatingSystem Operating system that push tokens are limited to.
 * @param deviceLookup Whether to look up the profile of a user by device ids if the user has no
 *     external id and no Braze id. The key needs the permission 'users.export.ids'.
 * @param deviceMatch Device identities that are matched by user alias, in order. An empty value
 *     turns device match off. By default IDFA and ANDROID_ID, or none with 'device-lookup'.
 * @param deviceLabels Labels of the user aliases by device identity, if they differ from the
 *     identity's name in lower case.
 * @param emailFallback Whether a user without any other identifier is identified by email.
 * @param updateExistingOnly Whether to write only profiles that exist.
 * @param singleAttributeName Name of the string attribute.
 * @param arrayAttributeName Name of the array attribute.
 * @param perSegmentPrefix Prefix of the names of attributes per segment, including its space.
 * @param emptyMembership Value of the string and the array attribute for a user in no audience.
 * @param perSegmentValue Type of the values of attributes per segment.
 * @param arrayMaxLength Maximum number of elements of the array attribute, at most the attribute's
 *     'Max length' in Braze's dashboard. From 1 to 500.
 * @param maxObjectsPerRequest Maximum number of objects in a request, by the contract with Braze.
 *     From 1 to 75.
 * @param userAgent User agent of the requests.
 * @param maxInFlight Fixed number of requests in flight, from 1 to 256. By default the number
 *     adapts automatically.
 * @param concurrency Bounds of the number of requests in flight while it adapts automatically.
 * @param minUserWriteInterval Minimum time between a response and the next write for the same user,
 *     at most 1 h.
 * @param streamLinger Maximum time that an update of a stream waits for others to share its
 *     request, at most 1 h.
 * @param trackProcessing Prefix of request groups, by which Braze reports when requests are
 *     processed; a beta of Braze. Off by default.
 * @param preflight Whether to check key, permissions and attributes when the application starts.
 * @param rateLimit Limit of the requests that are started.
 * @param readBackRateLimit Limit of the requests that read profiles or look up devices.
 * @param statusRateLimit Limit of the requests for the processing status.
 * @param retry Retries of failed requests.
 * @param queue Queue for single updates.
 * @param store Membership store.
 * @param outbox Transactional outbox.
 */
@ConfigurationProperties(BrazeAudienceProperties.PREFIX)
record BrazeAudienceProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("default") String name,
    @Nullable String restApiKey,
    @Nullable BrazeInstance instance,
    @Nullable String restEndpoint,
    @Nullable String sdkEndpoint,
    @Nullable String javascriptEndpoint,
    @DefaultValue("SINGLE_ATTRIBUTE") SendSegmentsAs sendSegmentsAs,
    @DefaultValue("CUSTOMER_ID") IdentityType externalIdentityType,
    @DefaultValue("EMAIL") IdentityType emailIdentityType,
    @DefaultValue Map<ApiKeyOperatingSystem, String> apiKeys,
    @DefaultValue("UNSELECTED") ApiKeyOperatingSystem apiKeyOperatingSystem,
    @DefaultValue("false") boolean deviceLookup,
    @Nullable List<DeviceIdentityType> deviceMatch,
    @DefaultValue Map<DeviceIdentityType, String> deviceLabels,
    @DefaultValue("false") boolean emailFallback,
    @DefaultValue("false") boolean updateExistingOnly,
    @DefaultValue("SegmentMembership") String singleAttributeName,
    @DefaultValue("SegmentMembershipArray") String arrayAttributeName,
    @DefaultValue("In ") String perSegmentPrefix,
    @DefaultValue("NULL") EmptyMembership emptyMembership,
    @DefaultValue("BOOLEAN") PerSegmentValue perSegmentValue,
    @DefaultValue("500") int arrayMaxLength,
    @DefaultValue("75") int maxObjectsPerRequest,
    @Nullable String userAgent,
    @Nullable Integer maxInFlight,
    @DefaultValue Concurrency concurrency,
    @DefaultValue("1s") Duration minUserWriteInterval,
    @DefaultValue("1s") Duration streamLinger,
    @Nullable String trackProcessing,
    @DefaultValue("OFF") PreflightMode preflight,
    @DefaultValue RateLimit rateLimit,
    @DefaultValue ReadBackRateLimit readBackRateLimit,
    @DefaultValue StatusRateLimit statusRateLimit,
    @DefaultValue Retry retry,
    @DefaultValue Queue queue,
    @NestedConfigurationProperty @DefaultValue StoreProperties store,
    @NestedConfigurationProperty @DefaultValue OutboxProperties outbox) {
  static final String PREFIX = "braze.audience";

  /** What a preflight at the start of the application does. */
  enum PreflightMode {
    /** No preflight. */
    OFF,
    /** Logs the findings, without delaying the start. */
    LOG,
    /** Logs the findings, and fails the start if one of them is an error. */
    FAIL
  }

  /**
   * The properties {@code rate-limit.*}.
   *
   * @param enabled Whether to limit the rate. Pauses and budgets that Braze orders are kept anyway.
   * @param requests Maximum number of requests that start within the window.
   * @param window Length of the window.
   * @param reserve Share of Braze's budget that is left to other clients, at least 0 and less than
   *     1.
   */
  record RateLimit(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("3000") int requests,
      @DefaultValue("3s") Duration window,
      @DefaultValue("0") double reserve) {}

  /**
   * The properties {@code concurrency.*}. They have no effect with 'max-in-flight'.
   *
   * @param initial Number of requests in flight before the first response, at least 1.
   * @param largest Largest number of requests in flight, at most 256.
   */
  record Concurrency(@DefaultValue("16") int initial, @DefaultValue("256") int largest) {}

  /**
   * The properties {@code read-back-rate-limit.*}.
   *
   * @param requests Maximum number of requests to read profiles that start within the window.
   * @param window Length of the window.
   */
  record ReadBackRateLimit(@DefaultValue("40") int requests, @DefaultValue("1s") Duration window) {}

  /**
   * The properties {@code status-rate-limit.*}.
   *
   * @param requests Maximum number of requests for the status that start within the window.
   * @param window Length of the window.
   */
  record StatusRateLimit(@DefaultValue("1500") int requests, @DefaultValue("1m") Duration window) {}

  /**
   * The properties {@code retry.*}.
   *
   * @param maxAttempts Maximum number of attempts per request, including the first.
   * @param initialBackoff Bound of the first wait after a failure.
   * @param throttledBackoff Bound of the first wait after a 429.
   * @param maxBackoff Largest bound of a wait.
   * @param deadline Time limit of a call, or of a batch of a stream or queue.
   * @param outageLimit Maximum time for which batches wait while the circuit breaker is open.
   * @param budget Tokens for retries, of which a retry costs 5.
   */
  record Retry(
      @DefaultValue("10") int maxAttempts,
      @DefaultValue("500ms") Duration initialBackoff,
      @DefaultValue("1s") Duration throttledBackoff,
      @DefaultValue("30s") Duration maxBackoff,
      @DefaultValue("5m") Duration deadline,
      @DefaultValue("5m") Duration outageLimit,
      @DefaultValue("500") int budget) {}

  /**
   * The properties {@code queue.*}.
   *
   * @param enabled Whether to create the queue.
   * @param capacity Maximum number of updates in the queue, including those in flight.
   * @param linger Maximum time that an update waits for others to share its request, at most 1 h.
   * @param redelivery Redelivery of updates that were not sent or not confirmed.
   */
  record Queue(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("10000") int capacity,
      @DefaultValue("1s") Duration linger,
      @DefaultValue Redelivery redelivery) {}

  /**
   * The properties {@code queue.redelivery.*}.
   *
   * @param enabled Whether the queue delivers an update again until it is accepted, unchanged or
   *     rejected.
   * @param initialBackoff Bound of the first wait.
   * @param maxBackoff Largest bound of a wait.
   */
  record Redelivery(
      @DefaultValue("false") boolean enabled,
      @DefaultValue("1s") Duration initialBackoff,
      @DefaultValue("1m") Duration maxBackoff) {}

  /** Omits all values, because one of them is the key. */
  @Override
  public String toString() {
    return "BrazeAudienceProperties[" + PREFIX + ".*]";
  }
}
