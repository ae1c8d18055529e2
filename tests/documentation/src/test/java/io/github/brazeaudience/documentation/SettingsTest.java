package io.github.brazeaudience.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.AudienceQueueBuilder;
import io.github.brazeaudience.config.ApiKeyOperatingSystem;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.DeviceAlias;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks that the tables of settings are complete and have the defaults of the code. */
final class SettingsTest {
  private static final Markdown README = Markdown.readme();
  private static final Markdown CONFIGURATION = Markdown.of("docs/configuration.md");
  private static final Markdown DELIVERY = Markdown.of("docs/delivery.md");
  private static final BrazeAudienceConfig CONFIG =
      BrazeAudienceConfig.builder().restApiKey("key").build();

  /** Builder methods that are not settings of delivery. */
  private static final Set<String> NOT_SETTINGS =
      Set.of("listener", "timeSource", "scheduler", "random", "callbackExecutor");

  @Test
  void configurationTable_everyRow_hasTheDefaultOfTheCode() {
    assertThat(configuration()).containsExactlyInAnyOrderEntriesOf(defaults());
    assertThatThrownBy(() -> BrazeAudienceConfig.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("required");
    assertThat(CONFIG.endpoints()).isEqualTo(BrazeInstance.US_03.endpoints().orElseThrow());
    assertThat(CONFIG.restApiKey()).hasToString("RestApiKey[redacted]");
    assertThat(BrazeInstance.values()).hasSize(15 + 1);
  }

  @Test
  void configurationTable_settings_areThoseOfTheBuilder() {
    assertThat(configuration().keySet())
        .containsExactlyElementsOf(setters(BrazeAudienceConfig.Builder.class));
  }

  @Test
  void deliveryTable_everyRow_hasTheDefaultOfTheCode() {
    RetryPolicy policy = RetryPolicy.defaults();
    Map<String, String> defaults = new TreeMap<>();
    defaults.put("concurrency", "ConcurrencyPolicy.adaptive()");
    defaults.put(
        "maxInFlight",
        String.format(Locale.ROOT, "starts at %d", ConcurrencyPolicy.adaptive().initial()));
    defaults.put("membership", "none");
    defaults.put(
        "readBackRateLimiter",
        RateLimiter.READ_BACK_STARTS + " in " + text(RateLimiter.READ_BACK_WINDOW));
    defaults.put(
        "statusRateLimiter", RateLimiter.STATUS_STARTS + " in " + text(RateLimiter.STATUS_WINDOW));
    defaults.put(
        "minUserWriteInterval", text(AudienceForwarderBuilder.DEFAULT_MIN_USER_WRITE_INTERVAL));
    defaults.put(
        "rateLimiter", RateLimiter.DEFAULT_STARTS + " in " + text(RateLimiter.DEFAULT_WINDOW));
    defaults.put("streamLinger", text(AudienceForwarderBuilder.DEFAULT_STREAM_LINGER));
    defaults.put("trackProcessing", "off");
    defaults.put("retryPolicy", "RetryPolicy.defaults()");
    defaults.put("RetryPolicy.maxAttempts", Integer.toString(policy.maxAttempts()));
    defaults.put("RetryPolicy.initialBackoff", text(policy.initialBackoff()));
    defaults.put("RetryPolicy.throttledBackoff", text(policy.throttledBackoff()));
    defaults.put("RetryPolicy.maxBackoff", text(policy.maxBackoff()));
    defaults.put("RetryPolicy.deadline", text(policy.deadline()));
    defaults.put("RetryPolicy.outageLimit", text(policy.outageLimit()));
    defaults.put("RetryPolicy.budget", Integer.toString(policy.budget()));
    defaults.put("AudienceQueue.capacity", Integer.toString(AudienceQueueBuilder.DEFAULT_CAPACITY));
    defaults.put("AudienceQueue.linger", text(AudienceQueueBuilder.DEFAULT_LINGER));
    defaults.put("AudienceQueue.redeliver", "none");
    assertThat(documented(DELIVERY.rows("Delivery"), 0))
        .containsExactlyInAnyOrderEntriesOf(defaults);
  }

  @Test
  void deliveryTable_settings_areThoseOfTheBuildersAndTheRetryPolicy() {
    Set<String> settings = setters(AudienceForwarderBuilder.class);
    settings.removeAll(NOT_SETTINGS);
    setters(AudienceQueueBuilder.class).forEach(it -> settings.add("AudienceQueue." + it));
    for (Method method : RetryPolicy.class.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers())
          && !Modifier.isStatic(method.getModifiers())
          && method.getParameterCount() == 0
          && method.getReturnType() != String.class) {
        settings.add("RetryPolicy." + method.getName());
      }
    }
    assertThat(documented(DELIVERY.rows("Delivery"), 0).keySet())
        .containsExactlyElementsOf(settings);
  }

  @Test
  void migrationTable_firstColumns_matchTheReadme() {
    List<Markdown.Row> migration = Markdown.of("docs/from-mparticle.md").rows("Setting by setting");
    List<Markdown.Row> readme =
        Markdown.readme().rows("Configuration").subList(0, migration.size());
    assertThat(migration).hasSize(8);
    for (int i = 0; i < migration.size(); i++) {
      assertThat(migration.get(i).cells().subList(0, 2))
          .isEqualTo(readme.get(i).cells().subList(0, 2));
    }
  }

  private static Map<String, String> defaults() {
    Map<String, String> defaults = new LinkedHashMap<>();
    defaults.put("restApiKey", "required");
    defaults.put("instance", CONFIG.instance().name());
    defaults.put("endpoints", "the instance's");
    defaults.put("sendSegmentsAs", CONFIG.sendSegmentsAs().name());
    defaults.put("externalIdentityType", CONFIG.externalIdentityType().name());
    defaults.put("emailIdentityType", CONFIG.emailIdentityType().name());
    defaults.put("apiKey", CONFIG.apiKey(ApiKeyOperatingSystem.IOS).orElse("none"));
    defaults.put("apiKeyOperatingSystem", CONFIG.apiKeyOperatingSystem().name());
    defaults.put(
        "deviceMatch",
        CONFIG.deviceMatch().stream().map(DeviceAlias::label).collect(Collectors.joining(", ")));
    defaults.put("deviceLookup", Boolean.toString(CONFIG.deviceLookup()));
    defaults.put("emailFallback", Boolean.toString(CONFIG.emailFallback()));
    defaults.put("updateExistingOnly", Boolean.toString(CONFIG.updateExistingOnly()));
    defaults.put("singleAttributeName", CONFIG.attributeNames().single());
    defaults.put("arrayAttributeName", CONFIG.attributeNames().array());
    defaults.put("perSegmentPrefix", CONFIG.attributeNames().perSegmentPrefix());
    defaults.put("emptyMembership", CONFIG.emptyMembership().name());
    defaults.put("perSegmentValue", CONFIG.perSegmentValue().name());
    defaults.put("arrayMaxLength", Integer.toString(CONFIG.arrayMaxLength()));
    defaults.put("maxObjectsPerRequest", Integer.toString(CONFIG.maxObjectsPerRequest()));
    defaults.put("userAgent", CONFIG.userAgent());
    return defaults;
  }

  private static Set<String> setters(Class<?> builder) {
    Set<String> setters = new TreeSet<>();
    for (Method method : builder.getMethods()) {
      if (method.getReturnType() == builder) {
        setters.add(method.getName());
      }
    }
    return setters;
  }

  /** Returns the documented settings of the README and of the configuration page. */
  private static Map<String, String> configuration() {
    Map<String, String> all = documented(README.rows("Configuration"), 1);
    all.putAll(documented(CONFIGURATION.rows("More settings"), 1));
    return all;
  }

  /** Maps the setting in the given column to the default in the next column. */
  private static Map<String, String> documented(List<Markdown.Row> rows, int column) {
    Map<String, String> documented = new TreeMap<>();
    for (Markdown.Row row : rows) {
      String name = row.cell(column).replace("`", "");
      assertThat(documented.put(name, row.cell(column + 1).replace("`", ""))).as(name).isNull();
    }
    return documented;
  }

  private static String text(Duration duration) {
    if (duration.toMillisPart() > 0) {
      return duration.toMillis() + " ms";
    }
    return duration.toSecondsPart() > 0
        ? duration.toSeconds() + " s"
        : duration.toMinutes() + " min";
  }
}
