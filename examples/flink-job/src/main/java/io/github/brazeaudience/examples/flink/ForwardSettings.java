package io.github.brazeaudience.examples.flink;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.payload.PayloadLimits;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RateLimiter;
import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the subtasks are told of Braze. The key is not among it, so that it is in no job graph and
 * no checkpoint: each task manager reads it from its environment.
 *
 * @param instance the Braze instance
 * @param restEndpoint the authority of an endpoint of one's own, which goes before the instance;
 *     with {@code http://} in front a server on this machine without TLS
 * @param sendSegmentsAs which attributes are written
 * @param externalIdentityType the identity that is Braze's external id
 * @param emailIdentityType the identity that is the email
 * @param unknownUsers what a change means for a user without state
 * @param starts how many requests the whole job may start in {@link RateLimiter#DEFAULT_WINDOW}
 * @param userRest how long a user rests between an answer and the next write
 * @param restartRest how long a subtask that was started again writes nothing, so that requests of
 *     its lost forerunner do not arrive after its own
 */
public record ForwardSettings(
    BrazeInstance instance,
    @Nullable String restEndpoint,
    SendSegmentsAs sendSegmentsAs,
    IdentityType externalIdentityType,
    IdentityType emailIdentityType,
    UnknownUsers unknownUsers,
    int starts,
    Duration userRest,
    Duration restartRest)
    implements Serializable {
  /** The environment variable of each task manager that holds the REST API key. */
  public static final String KEY_VARIABLE = "BRAZE_REST_API_KEY";

  /** Twice what can be under way. */
  private static final int MOST_HELD = 2 * ConcurrencyPolicy.LARGEST * PayloadLimits.MAX_OBJECTS;

  private static final String CLEARTEXT = "http://";

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
          "the environment of this task manager has no %s; set it there, to a REST API key with the permission users.track"
              .formatted(KEY_VARIABLE));
    }
    BrazeAudienceConfig.Builder builder =
        BrazeAudienceConfig.builder()
            .restApiKey(key)
            .sendSegmentsAs(sendSegmentsAs)
            .externalIdentityType(externalIdentityType)
            .emailIdentityType(emailIdentityType);
    BrazeEndpoints own = endpoints();
    return (own == null ? builder.instance(instance) : builder.endpoints(own)).build();
  }

  /**
   * The endpoint of one's own, if there is one.
   *
   * @throws IllegalArgumentException if it is none
   */
  @Nullable BrazeEndpoints endpoints() {
    if (restEndpoint == null) {
      return null;
    }
    return restEndpoint.startsWith(CLEARTEXT)
        ? BrazeEndpoints.ofCleartextLoopback(restEndpoint.substring(CLEARTEXT.length()))
        : BrazeEndpoints.ofRest(restEndpoint);
  }

  /** The forwarder of one of several subtasks, which has its part of the rate. */
  AudienceForwarder forwarder(MembershipStore store, int subtasks) {
    return AudienceForwarder.builder(config(), OkHttpBrazeTransport.create())
        .rateLimiter(RateLimiter.of(share(subtasks), RateLimiter.DEFAULT_WINDOW))
        .userRest(userRest)
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
   * How many updates a subtask holds: what it may send in one window, which a barrier waits for.
   */
  int capacity(int subtasks) {
    return Math.min(share(subtasks) * PayloadLimits.MAX_OBJECTS, MOST_HELD);
  }
}
