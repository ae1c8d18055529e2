package io.github.brazeaudience.examples.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.testing.FakeBraze;
import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every consumer resolves the expected libraries and forwards an update, or fails with a message
 * that names the fix. The server runs in this JVM to keep its libraries off the consumers' class
 * paths.
 */
final class ConsumersTest {
  private static final String VERSION = System.getProperty("braze-audience.version");
  private static final String OKIO = "okio-jvm-" + System.getProperty("okio.version") + ".jar";
  private static final String OKHTTP =
      "okhttp-jvm-" + System.getProperty("okhttp.version") + ".jar";
  private static final String EMPTY_OKHTTP =
      "okhttp-" + System.getProperty("okhttp.version") + ".jar";
  private static final String OKHTTP_4 = "okhttp-4.12.0.jar";

  /** Libraries of one version only in the tree. */
  private static final Pattern BESIDE_OURS =
      Pattern.compile("(moshi|kotlin-stdlib|annotations|jspecify)-[0-9.]+[.]jar");

  @ParameterizedTest
  @ValueSource(strings = {"okhttp-only", "core-then-okhttp", "okhttp-then-core"})
  void ourModules_anyOrder_resolveExpectedLibraries(String name) throws Exception {
    assertThat(Consumer.of(name).libraries())
        .filteredOn(it -> !BESIDE_OURS.matcher(it).matches())
        .containsExactlyInAnyOrder(
            "braze-audience-core-" + VERSION + ".jar",
            "braze-audience-okhttp-" + VERSION + ".jar",
            OKHTTP,
            EMPTY_OKHTTP,
            OKIO);
    assertForwards(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"okhttp4-first", "library-with-okhttp4-first"})
  void okHttp4_declaredBeforeOurs_isFirstAndWorks(String name) throws Exception {
    assertThat(Consumer.of(name).libraries()).containsSubsequence(OKHTTP_4, OKHTTP).contains(OKIO);
    assertForwards(name);
  }

  @Test
  void okHttp4_declaredAfterOurs_isLastAndWorks() throws Exception {
    assertThat(Consumer.of("okhttp4-last").libraries())
        .containsSubsequence(OKHTTP, OKHTTP_4)
        .contains(OKIO);
    assertForwards("okhttp4-last");
  }

  @Test
  void okHttp4_ofALibraryAfterOurs_isReplaced() throws Exception {
    assertThat(Consumer.of("library-with-okhttp4-last").libraries())
        .contains(OKHTTP, OKIO)
        .doesNotContain(OKHTTP_4);
    assertForwards("library-with-okhttp4-last");
  }

  @ParameterizedTest
  @ValueSource(strings = {"without-okhttp", "core-only"})
  void jdkTransport_withoutOkHttp_forwards(String name) throws Exception {
    assertThat(Consumer.of(name).libraries())
        .noneMatch(it -> it.startsWith("okhttp-") || it.startsWith("mockwebserver"));
    assertForwards(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"moshi-first", "old-okio-first"})
  void oldOkio_onClassPath_failsWhenTheTransportIsCreated(String name) throws Exception {
    assertThat(Consumer.of(name).libraries()).contains("okio-jvm-3.7.0.jar").doesNotContain(OKIO);
    try (var braze = FakeBraze.start()) {
      Consumer.Run run = run(name, braze);
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.output())
          .contains("IllegalStateException", "OkHttpBrazeTransport.create", "okio-jvm-3.7.0.jar")
          .contains("Declare com.squareup.okio:okio-jvm:" + System.getProperty("okio.version"));
      assertThat(braze.requests()).isZero();
    }
  }

  private static void assertForwards(String name) throws IOException, InterruptedException {
    try (var braze = FakeBraze.start()) {
      Consumer.Run run = run(name, braze);
      assertThat(run.exit()).as(run.output()).isZero();
      assertThat(run.output()).contains("Accepted");
      assertThat(braze.profile("u-1").orElseThrow().attribute("SegmentMembership"))
          .contains("'11036'");
      assertThat(braze.requests()).isEqualTo(1);
    }
  }

  private static Consumer.Run run(String name, FakeBraze braze)
      throws IOException, InterruptedException {
    return Consumer.of(name).run(braze.endpoints().rest(), braze.restApiKey().reveal());
  }
}
