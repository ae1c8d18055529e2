package io.github.brazeaudience.examples.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.RestApiKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The check with a real workspace. Its name is none that a build looks for: it runs when it is
 * named, with the key in {@code BRAZE_LIVE_REST_KEY} and the instance in {@code
 * BRAZE_LIVE_INSTANCE}.
 */
final class WorkspaceLive {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(3);

  @Test
  void everyForm_writtenToAWorkspace_isReadBack() {
    RestApiKey key = RestApiKey.of(variable("BRAZE_LIVE_REST_KEY"));
    BrazeInstance instance = BrazeInstance.parse(variable("BRAZE_LIVE_INSTANCE"));
    var export = instance.endpoints().orElseThrow().restUri("/users/export/ids");
    new WorkspaceCheck(
            BrazeAudienceConfig.builder().restApiKey(key).instance(instance),
            new ProfileExport(export, key),
            BETWEEN_LOOKS)
        .run();
  }

  private static String variable(String name) {
    String value = System.getenv(name);
    assertThat(value).as("the environment variable %s", name).isNotBlank();
    return value;
  }
}
