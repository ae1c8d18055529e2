package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs command lines against a server that must not receive a request. */
abstract class UsageFixture {
  static final String LINE =
      "{\"identities\":{\"customer_id\":\"u-1\"},\"member_of\":[{\"id\":1,\"name\":\"A\"}]}\n";

  @TempDir Path directory;
  TrackServer server;
  Path input;

  @BeforeEach
  void start() throws IOException {
    server = new TrackServer();
    input = Files.writeString(directory.resolve("in.ndjson"), LINE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  CommandLineRun command(String... more) {
    CommandLineRun run = CommandLineRun.forward("--rest-endpoint", server.endpoint());
    for (String arg : more) {
      run.arg(arg.replace("DIR", directory.toString()));
    }
    return run.arg(input);
  }

  void assertRefused(CommandLineRun run, String message) {
    assertThat(run.run().exitCode()).as(run.toString()).isEqualTo(2);
    assertThat(run.err().lines()).singleElement().asString().contains(message);
    assertThat(run.out()).isEmpty();
    assertThat(server.requests()).isZero();
  }
}
