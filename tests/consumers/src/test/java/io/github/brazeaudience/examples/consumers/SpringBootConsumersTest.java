package io.github.brazeaudience.examples.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.testing.FakeBraze;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications that add the starter and three properties forward their first update, over TLS. */
final class SpringBootConsumersTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"3", "4"})
  void starter_threeProperties_forwards(String major) throws Exception {
    var consumer = Consumer.of("spring-boot-" + major);
    assertThat(consumer.libraries())
        .noneMatch(it -> it.startsWith("spring-boot-actuator") || it.startsWith("micrometer-core"));
    try (FakeBraze braze = FakeBraze.builder().tls().start()) {
      List<String> arguments = new ArrayList<>(TrustStore.arguments(braze, directory));
      arguments.addAll(List.of("-cp", consumer.path(), "Forward"));
      Consumer.Run run =
          consumer.run(
              Consumer.JDK, arguments, braze.endpoints().rest(), braze.restApiKey().reveal());

      assertThat(run.exit()).as(run.output()).isZero();
      assertThat(run.output())
          .contains("Spring Boot " + System.getProperty("spring-boot-" + major + ".version"))
          .contains("Accepted")
          .doesNotContain(braze.restApiKey().reveal());
      assertThat(braze.profile("u-1").orElseThrow().attribute("In Aspiring Athenians"))
          .contains(true);
    }
  }
}
