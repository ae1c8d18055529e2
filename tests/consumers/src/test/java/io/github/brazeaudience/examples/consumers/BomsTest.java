package io.github.brazeaudience.examples.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.testing.FakeBraze;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Consumers that import the BOM of a framework either work or fail with a message that names the
 * dependencies to declare. Maven resolves all of them in one run; each program runs in its own JVM.
 */
final class BomsTest {
  private static final Path DIRECTORY = Path.of(System.getProperty("boms.directory"));
  private static final Path PROGRAMS = Path.of(System.getProperty("boms.programs"));
  private static final String VERSION = System.getProperty("braze-audience.version");
  private static final List<String> MODULES =
      List.of("braze-audience-okhttp", "braze-audience-testing");

  static Stream<Bom> boms() {
    return Bom.selected().stream();
  }

  @BeforeAll
  static void resolve() throws Exception {
    StringBuilder modules = new StringBuilder();
    for (Bom bom : Bom.selected()) {
      for (String module : MODULES) {
        Path project = Files.createDirectories(project(bom, module));
        Files.writeString(project.resolve("pom.xml"), bom.pom(module, VERSION));
        modules.append("<module>%s</module>".formatted(project.getFileName()));
      }
    }
    Files.writeString(
        DIRECTORY.resolve("pom.xml"),
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>com.example</groupId>
          <artifactId>boms</artifactId>
          <version>1</version>
          <packaging>pom</packaging>
          <modules>%s</modules>
        </project>
        """
            .formatted(modules));
    runMaven();
  }

  /**
   * Resolves dependencies from the repository of the main build first, then from Maven Central. One
   * thread, because Maven 3 downloads into a local repository safely from one thread only; the
   * directory would take over the {@code .mvn/maven.config} of this project.
   */
  private static void runMaven() throws Exception {
    Path settings = DIRECTORY.resolve("settings.xml");
    Files.writeString(
        settings,
        Files.readString(Path.of(System.getProperty("boms.settings")))
            .replace(
                "@localRepositoryUrl@",
                Path.of(System.getProperty("boms.downloaded")).toUri().toString()));
    Path log = DIRECTORY.resolve("maven.log");
    Process maven =
        new ProcessBuilder(
                System.getProperty("maven.home") + "/bin/mvn",
                "--batch-mode",
                "--threads",
                "1",
                "--settings",
                settings.toString(),
                "-Dmaven.repo.local=" + System.getProperty("boms.repository"),
                "-Dmdep.outputFile=class-path.txt",
                "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath")
            .directory(DIRECTORY.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(maven.waitFor(10, TimeUnit.MINUTES)).as("Maven ended, see %s", log).isTrue();
    assertThat(maven.exitValue()).as("exit of Maven, see %s", log).isZero();
  }

  private static Path project(Bom bom, String module) {
    return DIRECTORY.resolve(bom.name() + "-" + module);
  }

  @ParameterizedTest
  @MethodSource("boms")
  void okHttpTransport_importedBom_forwardsOrNamesTheFix(Bom bom) throws Exception {
    try (FakeBraze braze = FakeBraze.start()) {
      Consumer.Run run =
          run(
              bom,
              "braze-audience-okhttp",
              PROGRAMS.resolve("forward-okhttp/Forward.java"),
              braze.endpoints().rest(),
              braze.restApiKey().reveal());

      assertOutcome(bom, run, "Accepted");
      assertThat(braze.requests()).isEqualTo(bom.fits() ? 1 : 0);
    }
  }

  @ParameterizedTest
  @MethodSource("boms")
  void fakeBraze_importedBom_startsOrNamesTheFix(Bom bom) throws Exception {
    Consumer.Run run =
        run(
            bom,
            "braze-audience-testing",
            PROGRAMS.resolve("start-fake-braze/Start.java"),
            "unused",
            "unused");

    assertOutcome(bom, run, "listening on");
  }

  private static Consumer.Run run(
      Bom bom, String module, Path program, String authority, String key) throws Exception {
    Path project = project(bom, module);
    return new Consumer(project)
        .run(Consumer.JDK, List.of("-cp", classPath(project), program.toString()), authority, key);
  }

  private static String classPath(Path project) throws IOException {
    return Files.readAllLines(project.resolve("class-path.txt")).stream()
        .collect(Collectors.joining());
  }

  private static void assertOutcome(Bom bom, Consumer.Run run, String success) {
    if (bom.fits()) {
      assertThat(run.output()).contains(success);
      assertThat(run.exit()).isZero();
    } else {
      assertThat(run.output())
          .contains("IllegalStateException", "kotlin-stdlib-1.")
          .contains("Declare ", "org.jetbrains.kotlin:kotlin-stdlib:");
      assertThat(run.exit()).isEqualTo(1);
    }
  }
}
