package io.github.brazeaudience.spring;

import io.github.brazeaudience.testing.FakeBraze;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Runners of application contexts with the auto-configuration. */
final class Contexts {
  static final String KEY = "a-secret-key";

  private Contexts() {}

  /** Returns a runner without any property. */
  static ApplicationContextRunner empty() {
    return new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(BrazeAudienceAutoConfiguration.class));
  }

  /** Returns a runner with the required properties. */
  static ApplicationContextRunner configured() {
    return empty()
        .withPropertyValues("braze.audience.rest-api-key=" + KEY, "braze.audience.instance=EU_01");
  }

  /** Returns a runner whose forwarder is connected to a fake. */
  static ApplicationContextRunner connectedTo(FakeBraze braze) {
    return empty().withBean(BrazeConnectionDetails.class, () -> new FakeDetails(braze));
  }
}
