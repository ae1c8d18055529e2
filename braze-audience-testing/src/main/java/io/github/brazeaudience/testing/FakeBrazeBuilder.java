package io.github.brazeaudience.testing;

import io.github.brazeaudience.config.RestApiKey;
import io.github.brazeaudience.testing.internal.LinkCheck;
import io.github.brazeaudience.testing.internal.Options;
import io.github.brazeaudience.testing.internal.Tls;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Describes a {@link FakeBraze}. Everything has a default. Not thread-safe. */
public final class FakeBrazeBuilder {
  /** Braze's documented limits, the strictest reading of each. */
  private static final int MAX_OBJECTS = 75;

  private static final int MAX_BODY_BYTES = 4_000_000;
  private static final int LONGEST_ARRAY = 500;
  private static final int EXPORTS_PER_MINUTE = 250;
  private static final int KEPT_REQUESTS = 100;
  private static final int LARGEST_PORT = 65_535;
  private static final Set<String> ALL_PERMISSIONS = Set.of("users.track", "users.export.ids");
  private static final String DEFAULT_KEY = "fake-braze-rest-api-key";

  private final Map<RestApiKey, Set<String>> restApiKeys = new LinkedHashMap<>();
  private final Set<String> appIds = new HashSet<>();
  private final Set<String> blockedUsers = new HashSet<>();
  private final Set<String> blockedAttributes = new HashSet<>();
  private final List<BrazeProfile> profiles = new ArrayList<>();
  private final Map<String, String> answerHeaders = new LinkedHashMap<>();
  private int port;
  private int maxObjects = MAX_OBJECTS;
  private boolean maxObjectsPerArray;
  private int maxBodyBytes = MAX_BODY_BYTES;
  private int longestArray = LONGEST_ARRAY;
  private int maxExportsPerMinute = EXPORTS_PER_MINUTE;
  private int keptRequests = KEPT_REQUESTS;
  private InstantSource clock = InstantSource.system();
  private boolean tls;

  FakeBrazeBuilder() {}

  /**
   * Adds a REST API key that is accepted and may do everything; all others are answered with 401.
   * Without any, a key of its own is made up.
   *
   * @param key the key
   * @return this
   * @throws IllegalArgumentException if no key can be like this
   */
  public FakeBrazeBuilder restApiKey(String key) {
    return restApiKey(key, ALL_PERMISSIONS);
  }

  /**
   * Adds a REST API key that may not do everything: what it has no permission for is answered with
   * 403.
   *
   * @param key the key
   * @param permissions such as {@code users.track} and {@code users.export.ids}
   * @return this
   * @throws IllegalArgumentException if no key can be like this
   */
  public FakeBrazeBuilder restApiKey(String key, Set<String> permissions) {
    restApiKeys.put(RestApiKey.of(key), Set.copyOf(permissions));
    return this;
  }

  /**
   * The port to listen on.
   *
   * @param port 1 to 65535, or 0 for any free one, the default
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public FakeBrazeBuilder port(int port) {
    this.port = inRange("port", port, 0, LARGEST_PORT);
    return this;
  }

  /**
   * How many objects a request may hold; more are answered with {@code Max Input Length Exceeded}.
   *
   * @param maxObjects at least 1; 75 by default
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public FakeBrazeBuilder maxObjects(int maxObjects) {
    this.maxObjects = inRange("maxObjects", maxObjects, 1, Integer.MAX_VALUE);
    return this;
  }

  /**
   * Whether the limit of objects is one for each of the three arrays, as for Braze's legacy
   * customers, and not for all together.
   *
   * @param perArray true for the legacy rule; false by default
   * @return this
   */
  public FakeBrazeBuilder maxObjectsPerArray(boolean perArray) {
    maxObjectsPerArray = perArray;
    return this;
  }

  /**
   * How large a body may be; larger ones are answered with 413.
   *
   * @param bytes at least 1; 4,000,000 by default
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public FakeBrazeBuilder maxBodyBytes(int bytes) {
    maxBodyBytes = inRange("maxBodyBytes", bytes, 1, Integer.MAX_VALUE);
    return this;
  }

  /**
   * How many elements an array attribute keeps; the oldest go.
   *
   * @param elements at least 1; 500 by default
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public FakeBrazeBuilder longestArray(int elements) {
    longestArray = inRange("longestArray", elements, 1, Integer.MAX_VALUE);
    return this;
  }

  /**
   * Declares an app of the workspace. Once one is declared, push tokens of any other app are
   * refused with {@code BAD_PUSH_TOKEN_APP_ID}.
   *
   * @param appId the app identifier
   * @return this
   */
  public FakeBrazeBuilder appId(String appId) {
    appIds.add(Objects.requireNonNull(appId, "appId"));
    return this;
  }

  /**
   * Blocklists a user: every object for it is refused with {@code BLACKLISTED_EXTERNAL_USER_ID}.
   *
   * @param externalId the external id
   * @return this
   */
  public FakeBrazeBuilder blocklistUser(String externalId) {
    blockedUsers.add(Objects.requireNonNull(externalId, "externalId"));
    return this;
  }

  /**
   * Blocklists a custom attribute: it is ignored silently.
   *
   * @param name the name
   * @return this
   */
  public FakeBrazeBuilder blocklistAttribute(String name) {
    blockedAttributes.add(Objects.requireNonNull(name, "name"));
    return this;
  }

  /**
   * Adds a profile that is there from the start.
   *
   * @param profile a seed
   * @return this
   */
  public FakeBrazeBuilder profile(BrazeProfile profile) {
    profiles.add(Objects.requireNonNull(profile, "profile"));
    return this;
  }

  /**
   * Adds a header to every answer, such as {@code x-ratelimit-remaining}. A fault's header of the
   * same name goes before it.
   *
   * @param name the name
   * @param value the value
   * @return this
   */
  public FakeBrazeBuilder answerHeader(String name, String value) {
    answerHeaders.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    return this;
  }

  /**
   * How many requests {@code /users/export/ids} takes in each minute of the clock; further ones are
   * answered with 429. Every answer of it has the headers {@code X-RateLimit-*}.
   *
   * @param requests at least 1; 250 by default
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public FakeBrazeBuilder maxExportsPerMinute(int requests) {
    maxExportsPerMinute = inRange("maxExportsPerMinute", requests, 1, Integer.MAX_VALUE);
    return this;
  }

  /**
   * How many of the last requests {@link FakeBraze#received} keeps with their bodies.
   *
   * @param requests 0 or more; 100 by default
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public FakeBrazeBuilder keepRequests(int requests) {
    keptRequests = inRange("keepRequests", requests, 0, Integer.MAX_VALUE);
    return this;
  }

  /**
   * The clock behind the dates and epoch seconds in answers.
   *
   * @param clock the clock; the system's by default
   * @return this
   */
  public FakeBrazeBuilder clock(InstantSource clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    return this;
  }

  /**
   * Speaks TLS, with HTTP/2 for those who want it, and no cleartext. The certificate is made for
   * the occasion; {@link FakeBraze#trustManager} and {@link FakeBraze#sslContext} trust it.
   *
   * @return this
   */
  public FakeBrazeBuilder tls() {
    tls = true;
    return this;
  }

  /**
   * Starts it.
   *
   * @return the server, listening
   * @throws UncheckedIOException if it cannot listen
   * @throws IllegalStateException if other versions of OkHttp, okio or Kotlin are on the class
   *     path; the message says which ones, and what to do
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
            blockedAttributes,
            port,
            maxObjects,
            maxObjectsPerArray,
            maxBodyBytes,
            longestArray,
            maxExportsPerMinute,
            keptRequests,
            answerHeaders,
            clock,
            tls ? LinkCheck.orRefuse(Tls::create) : null);
    return new FakeBraze(options, keys.keySet().iterator().next(), profiles);
  }

  private static int inRange(String setting, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "`%s` is %d; give %d to %d", setting, value, least, most));
    }
    return value;
  }
}
