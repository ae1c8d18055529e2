package io.github.brazeaudience.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.BrazeInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;

/** The key does not appear in the endpoints of the actuator, whatever they may show. */
final class KeySanitizerTest {
  @ParameterizedTest
  @CsvSource({
    "braze.audience.rest-api-key, x, ******",
    "braze.audience.restApiKey, x, ******",
    "BRAZE_AUDIENCE_REST_API_KEY, x, ******",
    "BRAZE_AUDIENCE_RESTAPIKEY, x, ******",
    "MY_KEY, a-secret-key, ******",
    "app.url, https://a-secret-key@example.com, ******",
    "braze.audience.instance, EU_01, EU_01",
  })
  void apply_property_hidesTheKeyOnly(String property, String value, String shown) {
    Contexts.configured()
        .run(
            context ->
                assertThat(
                        context
                            .getBean(SanitizingFunction.class)
                            .apply(new SanitizableData(null, property, value))
                            .getValue())
                    .isEqualTo(shown));
  }

  @Test
  void toString_properties_containNoKey() {
    Contexts.configured()
        .run(
            context ->
                assertThat(context.getBean(BrazeAudienceProperties.class).toString())
                    .doesNotContain(Contexts.KEY));
  }

  @Test
  void env_showsAllValues_hidesTheKey() {
    Contexts.configured()
        .run(
            context -> {
              var endpoint =
                  new EnvironmentEndpoint(
                      context.getEnvironment(),
                      context.getBeanProvider(SanitizingFunction.class),
                      Show.ALWAYS);
              assertThat(endpoint.environmentEntry("braze.audience.rest-api-key").getProperty())
                  .hasFieldOrPropertyWithValue("value", "******");
              assertThat(endpoint.environmentEntry("braze.audience.instance").getProperty())
                  .hasFieldOrPropertyWithValue("value", "EU_01");
            });
  }

  @Test
  void configProps_showsAllValues_hidesTheKey() {
    Contexts.configured()
        .run(
            context -> {
              var endpoint =
                  new ConfigurationPropertiesReportEndpoint(
                      context.getBeanProvider(SanitizingFunction.class), Show.ALWAYS);
              endpoint.setApplicationContext(context.getSourceApplicationContext());
              var beans =
                  endpoint
                      .configurationPropertiesWithPrefix("braze.audience")
                      .getContexts()
                      .values()
                      .iterator()
                      .next()
                      .getBeans();
              assertThat(beans.values())
                  .singleElement()
                  .satisfies(
                      bean ->
                          assertThat(bean.getProperties())
                              .containsEntry("restApiKey", "******")
                              .containsEntry("instance", BrazeInstance.EU_01.name())
                              .containsKeys("queue", "retry"))
                  .satisfies(
                      bean -> assertThat(bean.getInputs().toString()).doesNotContain(Contexts.KEY));
            });
  }
}
