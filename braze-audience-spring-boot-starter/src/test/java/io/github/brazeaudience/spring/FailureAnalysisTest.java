package io.github.brazeaudience.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.env.MockEnvironment;

/** What an application prints when it does not start. */
final class FailureAnalysisTest {
  private static final String KEY = "--braze.audience.rest-api-key=a-secret-key";
  private static final String INSTANCE = "--braze.audience.instance=US_03";

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration(BrazeAudienceAutoConfiguration.class)
  static class Application {}

  @Test
  void start_noKey_namesThePropertyAndWhereToFindTheKey() {
    assertThat(failure(INSTANCE))
        .contains("The property 'braze.audience.rest-api-key' is not set.")
        .contains("Create a REST API key with the permission 'users.track'");
  }

  @Test
  void start_noInstance_namesBothProperties() {
    assertThat(failure(KEY))
        .contains("The property 'braze.audience.instance' is not set.")
        .contains("'braze.audience.instance', such as US_03 for dashboard-03.braze.com")
        .contains("'braze.audience.rest-endpoint'");
  }

  @Test
  void start_customInstanceWithoutEndpoint_namesTheEndpoint() {
    assertThat(failure(KEY, "--braze.audience.instance=custom"))
        .contains("The property 'braze.audience.rest-endpoint' is not set.");
  }

  @ParameterizedTest
  @CsvSource({"''", "' '", "a secret-key", "a-secret-key\u00e9"})
  void start_malformedKey_doesNotPrintTheKey(String key) {
    assertThat(failure("--braze.audience.rest-api-key=" + key, INSTANCE))
        .contains("The property 'braze.audience.rest-api-key'")
        .contains("Create a REST API key")
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          instance=US_99                    | US_99
          send-segments-as=both             | both
          external-identity-type=nickname   | nickname
          device-match=idfa,serial          | serial
          store.unknown-users=guess         | guess
          queue.linger=soon                 | soon
          queue.capacity=many               | many
          """)
  void start_unreadableValue_namesPropertyValueAndOrigin(String property, String value) {
    String name = "braze.audience." + property.replaceFirst("=.*", "");
    assertThat(failure(KEY, INSTANCE, "--braze.audience." + property))
        .contains(name)
        .contains(value)
        .contains("Origin: \"" + name)
        .contains("Update your application's configuration");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rest-endpoint=https://a/          | rest-endpoint         | has a scheme
          array-max-length=501              | array-max-length      | between 1 and 500
          max-objects-per-request=0         | max-objects-per-request | between 1 and 75
          single-attribute-name=email       | single-attribute-name | a name that Braze reserves
          user-agent=\u00e9                 | user-agent            | visible ASCII
          'api-keys.ios= '                  | api-keys              | must not be blank
          device-match=idfa,idfa            | device-match          | twice
          max-in-flight=257                 | max-in-flight         | between 1 and 256
          concurrency.initial=300           | concurrency           | initial <= largest
          read-back-rate-limit.requests=0   | read-back-rate-limit  | 1 to
          status-rate-limit.window=0s       | status-rate-limit     | 1 to
          min-user-write-interval=-1s       | min-user-write-interval | between 0 and
          stream-linger=2h                  | stream-linger         | between 0 and
          track-processing=a b              | track-processing      | a b
          rate-limit.requests=0             | rate-limit            | 1 to
          rate-limit.reserve=1              | rate-limit.reserve    | less than 1
          retry.max-attempts=0              | retry.max-attempts    | at least 1
          retry.max-backoff=1ms             | retry                 | initial PT0.5S
          retry.deadline=0s                 | retry.deadline        | deadline
          retry.outage-limit=0s             | retry.outage-limit    | outageLimit
          retry.budget=4                    | retry.budget          | at least 5
          queue.capacity=0                  | queue.capacity        | at least 1
          queue.linger=2h                   | queue.linger          | between 0 and
          store.max-age=1ms                 | store.max-age         | between 1 s
          'store.namespace= '               | store.namespace       | must not be blank
          """)
  void start_valueOutOfRange_namesPropertyAndRange(String property, String name, String reason) {
    Contexts.empty()
        .withPropertyValues(
            "braze.audience.rest-api-key=a-secret-key",
            property.startsWith("rest-endpoint") ? "x=y" : "braze.audience.instance=US_03",
            property.startsWith("store.") ? "braze.audience.store.type=memory" : "x=y",
            "braze.audience." + property)
        .run(
            context -> {
              assertThat(context).hasFailed();
              FailureAnalysis analysis =
                  new InvalidSettingFailureAnalyzer(new MockEnvironment())
                      .analyze(context.getStartupFailure());
              assertThat(analysis.getDescription())
                  .contains("The property 'braze.audience." + name + "' has the value '")
                  .contains("which is not valid: ")
                  .contains(reason);
              assertThat(analysis.getAction())
                  .isEqualTo("Change the value of 'braze.audience." + name + "'.");
            });
  }

  @Test
  void start_invalidValue_printsWhereItIsSet() {
    assertThat(failure(KEY, INSTANCE, "--braze.audience.array-max-length=501"))
        .contains("It is set in \"braze.audience.array-max-length\" from property source");
  }

  @Test
  void start_redeliveryOutOfRange_namesIt() {
    assertThat(
            failure(
                KEY,
                INSTANCE,
                "--braze.audience.queue.redelivery.enabled=true",
                "--braze.audience.queue.redelivery.max-backoff=1ms"))
        .contains("The property 'braze.audience.queue.redelivery' has the value");
  }

  @Test
  void start_instanceAndEndpoint_areAContradiction() {
    assertThat(failure(KEY, INSTANCE, "--braze.audience.rest-endpoint=rest.example.com"))
        .contains("The properties 'braze.audience.*' contradict each other")
        .contains("set only one of them");
  }

  @Test
  void start_labelWithoutMatch_asksForTheOrder() {
    assertThat(failure(KEY, INSTANCE, "--braze.audience.device-labels.idfv=vendor"))
        .contains("The property 'braze.audience.device-match' is not set.")
        .contains("in the order in which to match them");
  }

  /** Starts the application and returns what it prints. */
  private static String failure(String... arguments) {
    var printed = new ByteArrayOutputStream();
    PrintStream console = System.err;
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertThatThrownBy(
              () ->
                  new SpringApplicationBuilder(Application.class)
                      .web(WebApplicationType.NONE)
                      .bannerMode(Banner.Mode.OFF)
                      .run(arguments)
                      .close())
          .isInstanceOf(RuntimeException.class);
    } finally {
      System.setErr(console);
    }
    String text = printed.toString(StandardCharsets.UTF_8);
    assertThat(text).contains("APPLICATION FAILED TO START");
    return text;
  }
}
