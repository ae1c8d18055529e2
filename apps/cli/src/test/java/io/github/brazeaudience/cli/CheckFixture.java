package io.github.brazeaudience.cli;

import io.github.brazeaudience.options.ConnectionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs of {@code check} with a file of users and a store. */
@Timeout(120)
abstract class CheckFixture {
  static final String KEY = CheckedWorkspace.KEY;
  static final String USERS =
      """
      {"identities":{"customer_id":"u-1"},"member_of":[{"id":11036,"name":"Aspiring Athenians"}]}
      {"identities":{"customer_id":"u-2"},"member_of":[{"id":11034,"name":"Ibiza Dreamers"}]}
      """;

  @TempDir Path directory;
  Path users;

  @BeforeEach
  void writeUsers() throws IOException {
    users = Files.writeString(directory.resolve("users.ndjson"), USERS);
  }

  /** {@return a run without a file and a store} */
  static CommandLineRun command(int port, String... options) {
    CommandLineRun run =
        CommandLineRun.of("check", "--rest-endpoint", "http://127.0.0.1:" + port)
            .environment(Map.of(ConnectionOptions.DEFAULT_KEY_VARIABLE, KEY));
    Stream.of(options).forEach(run::arg);
    return run;
  }

  CommandLineRun check(int port, String... more) {
    CommandLineRun run =
        command(port, "--send-segments-as", "SINGLE_AND_ARRAY_AND_PER_SEGMENT")
            .arg("--array-max-length=100")
            .arg("--unknown-users=read-back")
            .arg("--store")
            .arg(directory.resolve("users.store"));
    Stream.of(more).forEach(run::arg);
    return run.arg(users).run();
  }
}
