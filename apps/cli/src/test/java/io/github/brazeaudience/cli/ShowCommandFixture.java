package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.options.ConnectionOptions;
import io.github.brazeaudience.testing.FakeBraze;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Stores that {@code forward} has written, and runs of {@code show}. */
abstract class ShowCommandFixture {
  static final String STRING = "SegmentMembership";
  @TempDir Path directory;
  FakeBraze braze = FakeBraze.start();

  @AfterEach
  void close() {
    braze.close();
  }

  CommandLineRun command(String... args) {
    return CommandLineRun.of(args)
        .arg("--rest-endpoint")
        .arg("http://127.0.0.1:" + braze.port())
        .environment(Map.of(ConnectionOptions.DEFAULT_KEY_VARIABLE, braze.restApiKey().reveal()))
        .arg("--store")
        .arg(directory.resolve("store"));
  }

  void forward(String mode, String... lines) throws IOException {
    CommandLineRun run = forwarding(mode, lines).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
  }

  CommandLineRun forwarding(String mode, String... lines) throws IOException {
    return command("forward", "--send-segments-as", mode)
        .arg(Files.writeString(directory.resolve("in"), String.join("", lines)));
  }

  static String at(String line, long timestamp) {
    return line.stripTrailing().replaceFirst("}$", ",\"timestamp\":" + timestamp + "}") + "\n";
  }

  CommandLineRun show(String... more) {
    CommandLineRun run = command("show");
    Stream.of(more).forEach(run::arg);
    run.run();
    assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    return run;
  }
}
