package io.github.brazeaudience.examples.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.testing.FakeBraze;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Projects with the dependencies and the program of the README forward a user over TLS: on the
 * class path, on the module path, and in the documented jlink runtime.
 */
final class ReadmeConsumersTest {
  private static final Pattern JLINK = Pattern.compile("(?m)^jlink --add-modules (\\S+) ");

  @TempDir private Path directory;
  private FakeBraze braze;
  private List<String> trust;

  @BeforeEach
  void start() throws Exception {
    braze = FakeBraze.builder().tls().start();
    trust = TrustStore.arguments(braze, directory);
  }

  @AfterEach
  void stop() {
    braze.close();
  }

  @Test
  void readme_onClassPath_forwards() throws Exception {
    var consumer = Consumer.of("readme-class-path");
    assertForwards(consumer, Consumer.JDK, List.of("-cp", consumer.path(), "QuickStart"));
  }

  @Test
  void readme_onModulePath_forwards() throws Exception {
    var consumer = Consumer.of("readme-module-path");
    assertForwards(consumer, Consumer.JDK, onTheModulePath(consumer));
  }

  @Test
  void emptyOkio_firstOnModulePath_namesTheFix() throws Exception {
    Path empty = directory.resolve("okio-3.18.1.jar");
    new JarOutputStream(Files.newOutputStream(empty), new Manifest()).close();
    var consumer = Consumer.of("readme-module-path");
    List<String> program = new ArrayList<>(onTheModulePath(consumer));
    program.set(1, empty + File.pathSeparator + program.get(1));
    Consumer.Run run = consumer.run(Consumer.JDK, program, "localhost:1", "key");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.output())
        .contains("IllegalStateException: OkHttp needs okio")
        .contains("Exclude com.squareup.okio:okio");
  }

  @Test
  void readme_onDocumentedJlinkRuntime_forwards() throws Exception {
    String platforms = Files.readString(Path.of(System.getProperty("platforms")));
    Matcher documented = JLINK.matcher(platforms);
    assertThat(documented.find()).as("a jlink command in docs/platforms.md").isTrue();
    Path runtime = directory.resolve("runtime");
    int linked =
        ToolProvider.findFirst("jlink")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--add-modules",
                documented.group(1),
                "--output",
                runtime.toString());
    assertThat(linked).isZero();

    var consumer = Consumer.of("readme-module-path");
    assertForwards(consumer, runtime, onTheModulePath(consumer));
  }

  private static List<String> onTheModulePath(Consumer consumer) throws Exception {
    return List.of("-p", consumer.path(), "-m", "com.example/com.example.QuickStart");
  }

  private void assertForwards(Consumer consumer, Path runtime, List<String> program)
      throws Exception {
    List<String> arguments = new ArrayList<>(trust);
    arguments.addAll(program);
    Consumer.Run run =
        consumer.run(runtime, arguments, braze.endpoints().rest(), braze.restApiKey().reveal());
    assertThat(run.output()).isEqualToIgnoringNewLines("1 accepted, complete: true");
    assertThat(run.exit()).isZero();
    assertThat(braze.profile("u-1").orElseThrow().attribute("SegmentMembership"))
        .contains("'11036','11034'");
  }
}
