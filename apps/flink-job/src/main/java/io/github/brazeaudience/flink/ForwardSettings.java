package io.github.brazeaudience.flink;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.options.Endpoint;
import io.github.brazeaudience.options.UsageException;
import io.github.brazeaudience.payload.PayloadLimits;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RateLimiter;
import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the subtasks. They do not include the key, because a job graph and checkpoints are
 * stored: each task manager reads the key from its environment.
 *
 * @param restEndpoint custom endpoint, which overrides the instance; {@code http://} and a server
 *     on this machine is allowed
 * @param externalIdentityType the identity that is sent as Braze's external id
 * @param emailIdentityType the identity that is sent as the email
 * @param arrayMaxLength the maximum number of elements of the array attribute
 * @param maxObjectsPerRequest the maximum number of objects in a request
 * @param unknownUsers how to treat a change for a user without state
 * @param starts the number of requests that the whole job may start in {@link
 *     RateLimiter#DEFAULT_WINDOW}
 * @param minUserWriteInterval the minimum time between a response and the next write for a user
 * @param restartRest the time between a restart of a subtask and its first write, because requests
 *     of the lost subtask may still arrive
 */
public record ForwardSettings(
    BrazeInstance instance,
    @Nullable String restEndpoint,
    SendSegmentsAs sendSegmentsAs,
    IdentityType externalIdentityType,
    IdentityType emailIdentityType,
    int arrayMaxLength,
    int maxObjectsPerRequest,
    UnknownUsers unknownUsers,
    int starts,
    Duration minUserWriteInterval,
    Duration restartRest)
    implements Serializable {
  /** The environment variable of each task manager that holds the REST API key. */
  public static final String KEY_VARIABLE = "BRAZE_REST_API_KEY";

  /** Twice the maximum number of updates in flight. */
  private static final int MOST_HELD = 2 * ConcurrencyPolicy.LARGEST * PayloadLimits.MAX_OBJECTS;

  /** The state of a job is about one workspace, whatever its key. */
  private static final String NAMESPACE = "keyed-state";

  /**
   * The configuration, with the key of this process.
   *
   * @throws IllegalStateException if the process has none
   */
  BrazeAudienceConfig config() {
    String key = System.getenv(KEY_VARIABLE);
    if (key == null || key.isBlank()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the environment of this task manager has no %s; set it there, to a REST API key with the permission users.track",
              KEY_VARIABLE));
    }
    BrazeAudienceConfig.Builder builder =
        BrazeAudienceConfig.builder()
            .restApiKey(key)
            .sendSegmentsAs(sendSegmentsAs)
            .externalIdentityType(externalIdentityType)
            .emailIdentityType(emailIdentityType)
            .arrayMaxLength(arrayMaxLength)
            .maxObjectsPerRequest(maxObjectsPerRequest);
    BrazeEndpoints own = endpoints();
    return (own == null ? builder.instance(instance) : builder.endpoints(own)).build();
  }

  private @Nullable BrazeEndpoints endpoints() {
    try {
      return restEndpoint == null ? null : Endpoint.parse(restEndpoint);
    } catch (UsageException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The forwarder of one of several subtasks, which has its part of the rate. */
  AudienceForwarder forwarder(MembershipStore store, int subtasks, ForwarderListener listener) {
    return AudienceForwarder.builder(config(), OkHttpBrazeTransport.create())
        .rateLimiter(RateLimiter.of(share(subtasks), RateLimiter.DEFAULT_WINDOW))
        .minUserWriteInterval(minUserWriteInterval)
        .listener(listener)
        .membership(
            store,
            MembershipPolicy.defaults().withNamespace(NAMESPACE).withUnknownUsers(unknownUsers))
        .build();
  }

  /** What a subtask may start; all of them together never more than the job may. */
  int share(int subtasks) {
    if (subtasks > starts) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "a rate of %d requests cannot be divided over %d subtasks; lower the parallelism",
              starts,
              subtasks));
    }
    return starts / subtasks;
  }

  /**
   * The number of updates that a subtask queues: as many as it may send in one window, for which a
   * barrier waits.
   */
  int capacity(int subtasks) {
    return Math.min(share(subtasks) * PayloadLimits.MAX_OBJECTS, MOST_HELD);
  }
}
