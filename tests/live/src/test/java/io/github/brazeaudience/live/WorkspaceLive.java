package io.github.brazeaudience.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.RestApiKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Runs the check with a real workspace. The build does not run this class, because its name does
 * not end with {@code Test}; start it with {@code -Dtest=WorkspaceLive}. It needs the key in {@code
 * BRAZE_LIVE_REST_KEY} and the instance in {@code BRAZE_LIVE_INSTANCE}.
 */
final class WorkspaceLive {
  private static final Duration READ_INTERVAL = Duration.ofSeconds(3);

  @Test
  void write_everyMode_isReadBack() {
    RestApiKey key = RestApiKey.of(variable("BRAZE_LIVE_REST_KEY"));
    BrazeInstance instance = BrazeInstance.parse(variable("BRAZE_LIVE_INSTANCE"));
    var export = instance.endpoints().orElseThrow().restUri("/users/export/ids");
    new WorkspaceCheck(
            BrazeAudienceConfig.builder().restApiKey(key).instance(instance),
            new ProfileExport(export, key),
            READ_INTERVAL)
        .run();
  }

  private static String variable(String name) {
    String value = System.getenv(name);
    assertThat(value).as("environment variable %s", name).isNotBlank();
    return value;
  }
}
