package io.github.brazeaudience.testing;

import io.github.brazeaudience.config.RestApiKey;
import io.github.brazeaudience.testing.internal.LinkCheck;
import io.github.brazeaudience.testing.internal.Options;
import io.github.brazeaudience.testing.internal.RequestGroups;
import io.github.brazeaudience.testing.internal.Tls;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Builder of {@link FakeBraze}. Every setting has a default; the limits are those that Braze
 * documents, in the strictest reading. A number that is out of range is refused with an {@link
 * IllegalArgumentException}. Not thread-safe.
 */
public final class FakeBrazeBuilder {
  private static final Set<String> ALL_PERMISSIONS =
      Set.of("users.track", "users.track.status", "users.export.ids", "custom_attributes.get");
  private static final String DEFAULT_KEY = "fake-braze-rest-api-key";

  private final Map<RestApiKey, Set<String>> restApiKeys = new LinkedHashMap<>();
  private final Set<String> appIds = new HashSet<>();
  private final Set<String> blockedUsers = new HashSet<>();
  private final List<AttributeDefinition> attributes = new ArrayList<>();
  private final List<BrazeProfile> profiles = new ArrayList<>();
  private final Map<String, String> answerHeaders = new LinkedHashMap<>();
  private int port;
  private int maxObjects = 75;
  private boolean maxObjectsPerArray;
  private int maxBodyBytes = 4_000_000;
  private int longestArray = 500;
  private OptionalInt maxExportsPerMinute = OptionalInt.empty();
  private OptionalInt maxWritesPerHour = OptionalInt.empty();
  private boolean requestStatus = true;
  private int maxRequestsPerGroup = 6_000_000;
  private int maxActiveGroups = 100_000;
  private int keptRequests = 100;
  private InstantSource clock = InstantSource.system();
  private boolean tls;

  FakeBrazeBuilder() {}

  /**
   * Adds a REST API key with all permissions. Requests with other keys get 401. If no key is added,
   * the server has a default key.
   *
   * @throws IllegalArgumentException if the key is malformed
   */
  public FakeBrazeBuilder restApiKey(String key) {
    return restApiKey(key, ALL_PERMISSIONS);
  }

  /**
   * Adds a REST API key with some permissions. Requests that need another permission get 403.
   *
   * @param permissions of {@code users.track}, {@code users.track.status}, {@code users.export.ids}
   *     and {@code custom_attributes.get}
   * @throws IllegalArgumentException if the key is malformed
   */
  public FakeBrazeBuilder restApiKey(String key, Set<String> permissions) {
    restApiKeys.put(RestApiKey.of(key), Set.copyOf(permissions));
    return this;
  }

  /**
   * Sets the port to listen on.
   *
   * @param port 1 to 65535, or 0 for a free port, the default
   */
  public FakeBrazeBuilder port(int port) {
    this.port = inRange("port", port, 0, 65_535);
    return this;
  }

  /**
   * Sets the number of objects that a request may contain. Requests with more get the error {@code
   * Max Input Length Exceeded}.
   *
   * @param maxObjects at least 1; 75 by default
   */
  public FakeBrazeBuilder maxObjects(int maxObjects) {
    this.maxObjects = atLeast("maxObjects", maxObjects, 1);
    return this;
  }

  /**
   * Sets whether {@link #maxObjects} limits each of the three arrays instead of their sum, as for
   * Braze's legacy customers.
   *
   * @param perArray true for the legacy rule; false by default
   */
  public FakeBrazeBuilder maxObjectsPerArray(boolean perArray) {
    maxObjectsPerArray = perArray;
    return this;
  }

  /**
   * Sets the largest request body. Requests with a larger one get 413.
   *
   * @param bytes at least 1; 4,000,000 by default
   */
  public FakeBrazeBuilder maxBodyBytes(int bytes) {
    maxBodyBytes = atLeast("maxBodyBytes", bytes, 1);
    return this;
  }

  /**
   * Sets the number of elements that an array attribute keeps, unless its {@link
   * AttributeDefinition} has another one. The oldest elements are dropped.
   *
   * @param elements at least 1; 500 by default
   */
  public FakeBrazeBuilder longestArray(int elements) {
    longestArray = atLeast("longestArray", elements, 1);
    return this;
  }

  /**
   * Declares an app of the workspace. Once an app is declared, push tokens of undeclared apps are
   * rejected with {@code BAD_PUSH_TOKEN_APP_ID}.
   */
  public FakeBrazeBuilder appId(String appId) {
    appIds.add(Objects.requireNonNull(appId, "appId"));
    return this;
  }

  /**
   * Blocklists a user: each object of the user is rejected with {@code
   * BLACKLISTED_EXTERNAL_USER_ID}.
   */
  public FakeBrazeBuilder blocklistUser(String externalId) {
    blockedUsers.add(Objects.requireNonNull(externalId, "externalId"));
    return this;
  }

  /**
   * Defines a custom attribute of the workspace. It replaces an earlier definition with the same
   * name.
   */
  public FakeBrazeBuilder attribute(AttributeDefinition attribute) {
    attributes.add(Objects.requireNonNull(attribute, "attribute"));
    return this;
  }

  /** Adds a profile that exists from the start. */
  public FakeBrazeBuilder profile(BrazeProfile profile) {
    profiles.add(Objects.requireNonNull(profile, "profile"));
    return this;
  }

  /**
   * Adds a header to every response, such as {@code x-ratelimit-remaining}. A fault's header with
   * the same name replaces it.
   */
  public FakeBrazeBuilder answerHeader(String name, String value) {
    answerHeaders.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    return this;
  }

  /**
   * Gives the workspace its own limit of requests to {@code /users/export/ids} in each minute of
   * the clock. Without it, the limit is 40 in each second, and 250 in each minute for requests of
   * {@code campaigns_received} or {@code canvases_received}. Further requests get 429. Every
   * response of this endpoint has the {@code X-RateLimit-*} headers.
   *
   * @param requests at least 1
   */
  public FakeBrazeBuilder maxExportsPerMinute(int requests) {
    maxExportsPerMinute = OptionalInt.of(atLeast("maxExportsPerMinute", requests, 1));
    return this;
  }

  /**
   * Gives the company a budget of requests to {@code /users/track} in each hour of the clock, as in
   * contracts without data points. Every response of this endpoint has the {@code X-RateLimit-*}
   * headers, with the seconds until the reset. Further requests get 429 with {@code
   * X-RateLimit-Retry-After} instead. {@link FakeBraze#useBudget} simulates other clients.
   *
   * @param requests at least 1; no budget by default
   */
  public FakeBrazeBuilder maxWritesPerHour(int requests) {
    maxWritesPerHour = OptionalInt.of(atLeast("maxWritesPerHour", requests, 1));
    return this;
  }

  /**
   * Sets whether the workspace takes part in the beta of request processing status. Without it,
   * {@code /users/track/status} returns 403, and requests with a {@code group_id} get the error
   * {@code request_status_not_tracked}.
   *
   * @param enabled true by default
   */
  public FakeBrazeBuilder requestStatus(boolean enabled) {
    requestStatus = enabled;
    return this;
  }

  /**
   * Sets the number of requests that are tracked in a group. Further requests of the group get the
   * error {@code request_status_group_full}.
   *
   * @param requests at least 1; 6,000,000 by default
   */
  public FakeBrazeBuilder maxRequestsPerGroup(int requests) {
    maxRequestsPerGroup = atLeast("maxRequestsPerGroup", requests, 1);
    return this;
  }

  /**
   * Sets the number of groups that are tracked at the same time. A group is tracked for 24 hours of
   * the clock from its first request. Requests of further groups get the error {@code
   * request_status_active_group_limit_exceeded}.
   *
   * @param groups 0 or more; 100,000 by default
   */
  public FakeBrazeBuilder maxActiveGroups(int groups) {
    maxActiveGroups = atLeast("maxActiveGroups", groups, 0);
    return this;
  }

  /**
   * Sets the number of recent requests that {@link FakeBraze#received} keeps with their bodies.
   *
   * @param requests 0 or more; 100 by default
   */
  public FakeBrazeBuilder keepRequests(int requests) {
    keptRequests = atLeast("keepRequests", requests, 0);
    return this;
  }

  /** Sets the clock for dates and epoch seconds in responses. The default is the system clock. */
  public FakeBrazeBuilder clock(InstantSource clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    return this;
  }

  /**
   * Enables TLS, with HTTP/2 for clients that offer it, and disables cleartext. The certificate is
   * generated at start; {@link FakeBraze#trustManager} and {@link FakeBraze#sslContext} trust it.
   */
  public FakeBrazeBuilder tls() {
    tls = true;
    return this;
  }

  /**
   * Starts the server.
   *
   * @throws UncheckedIOException if the server cannot listen
   * @throws IllegalStateException if incompatible versions of OkHttp, okio or Kotlin are on the
   *     class path
   */
  public FakeBraze start() {
    LinkCheck.run();
    Map<RestApiKey, Set<String>> keys =
        restApiKeys.isEmpty() ? Map.of(RestApiKey.of(DEFAULT_KEY), ALL_PERMISSIONS) : restApiKeys;
    Map<String, Set<String>> revealed = new HashMap<>();
    keys.forEach((key, permissions) -> revealed.put(key.reveal(), permissions));
    Options options =
        new Options(
            revealed,
            appIds,
            blockedUsers,
            attributes,
            port,
            maxObjects,
            maxObjectsPerArray,
            maxBodyBytes,
            longestArray,
            maxExportsPerMinute,
            maxWritesPerHour,
            new RequestGroups.Limits(requestStatus, maxRequestsPerGroup, maxActiveGroups),
            keptRequests,
            answerHeaders,
            clock,
            tls ? LinkCheck.orRefuse(Tls::create) : null);
    return new FakeBraze(options, keys.keySet().iterator().next(), profiles);
  }

  private static int atLeast(String setting, int value, int least) {
    return inRange(setting, value, least, Integer.MAX_VALUE);
  }

  private static int inRange(String setting, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "`%s` is %s; give %s to %s".formatted(setting, value, least, most));
    }
    return value;
  }
}
