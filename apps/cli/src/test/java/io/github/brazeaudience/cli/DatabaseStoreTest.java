package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.options.ConnectionOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs with a membership store in a database. */
@Timeout(120)
class DatabaseStoreTest {
  private static final String PASSWORD_VARIABLE = "STORE_PASSWORD";

  @TempDir Path directory;
  private final TrackServer server = new TrackServer();

  @AfterEach
  void stop() {
    assertThat(server.faults()).isEmpty();
    server.close();
  }

  private String url() {
    return "jdbc:h2:" + directory.resolve("database");
  }

  private CommandLineRun command(String... args) {
    Map<String, String> environment = new HashMap<>();
    environment.put(ConnectionOptions.DEFAULT_KEY_VARIABLE, TrackServer.KEY);
    environment.put(PASSWORD_VARIABLE, "p w");
    return CommandLineRun.of(args)
        .environment(environment)
        .arg("--rest-endpoint")
        .arg(server.endpoint())
        .arg("--store")
        .arg(url())
        .arg("--store-user")
        .arg("operator")
        .arg("--store-password-env")
        .arg(PASSWORD_VARIABLE);
  }

  private Path input(String lines) throws IOException {
    return Files.writeString(directory.resolve("in"), lines);
  }

  @Test
  void forward_database_keepsRecordsBetweenRuns() throws IOException {
    Path input = input(Audiences.snapshot("u-1", List.of(0)));
    CommandLineRun run = command("forward").arg(input).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    run = command("forward").arg(input).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.err()).contains("0 accepted, 1 unchanged").doesNotContain("SLF4J");
    assertThat(server.requests()).isEqualTo(1);
  }

  @Test
  void forward_unchangedUser_isNotLeasedAfterTheRun() throws IOException, SQLException {
    Path input = input(Audiences.snapshot("u-1", List.of(0)));
    for (int run = 0; run < 2; run++) {
      assertThat(command("forward").arg(input).run().exitCode()).isZero();
    }
    try (Connection connection = DriverManager.getConnection(url(), "operator", "p w");
        ResultSet leased =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT COUNT(*), COUNT(CASE WHEN lease_until > CURRENT_TIMESTAMP THEN 1 END)"
                        + " FROM braze_audience_membership WHERE namespace <> X''")) {
      assertThat(leased.next()).isTrue();
      assertThat(leased.getInt(1)).as("records").isEqualTo(1);
      assertThat(leased.getInt(2)).as("leased").isZero();
    }
  }

  @Test
  void commands_database_allUseIt() throws IOException {
    assertThat(
            command("forward").arg(input(Audiences.snapshot("u-1", List.of(0)))).run().exitCode())
        .isZero();

    CommandLineRun show = command("show", "u-1").run();
    assertThat(show.exitCode()).as(show.toString()).isZero();
    assertThat(show.out()).contains("'11034'", url().substring(0, 20));
    CommandLineRun counts = command("show", "--audience", "11034").run();
    assertThat(counts.out()).contains("1  members of the audience");
    CommandLineRun dry = command("retire", "11034", "--dry-run").run();
    assertThat(dry.exitCode()).as(dry.toString()).isZero();
    assertThat(dry.err()).contains("Retiring audience 11034: 1 user, 1 request");
    CommandLineRun retire = command("retire", "11034").run();
    assertThat(retire.exitCode()).as(retire.toString()).isZero();
    assertThat(server.profiles().get("u-1")).doesNotContainKey("SegmentMembership");
  }

  @Test
  void dryRun_database_doesNotChangeIt() throws IOException {
    assertThat(
            command("forward").arg(input(Audiences.snapshot("u-1", List.of(0)))).run().exitCode())
        .isZero();
    Path input = input(Audiences.snapshot("u-1", List.of(1)));
    for (int run = 0; run < 2; run++) {
      assertThat(command("forward", "--dry-run").arg(input).run().out()).contains("'11035'");
    }
    assertThat(server.requests()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:sqlite:x|--store: no driver for this URL; write jdbc:postgresql:",
        "jdbc:postgresql://127.0.0.1:PORT/x|--store: could not connect to the database",
        "users.store|belong to --store JDBC-URL"
      })
  void forward_unusableStore_isExit2(String store, String message) throws IOException {
    int port;
    try (ServerSocket unused = new ServerSocket(0)) {
      port = unused.getLocalPort();
    }
    CommandLineRun run =
        CommandLineRun.forward("--rest-endpoint", server.endpoint(), "--store-user", "x")
            .arg("--store")
            .arg(store.replace("PORT", String.valueOf(port)))
            .arg(input(Audiences.snapshot("u-1", List.of(0))))
            .run();
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(message);
    assertThat(server.requests()).isZero();
  }

  @Test
  void forward_passwordVariableThatIsNotSet_isExit2() throws IOException {
    CommandLineRun run =
        CommandLineRun.forward("--rest-endpoint", server.endpoint(), "--store")
            .arg("jdbc:h2:mem:" + UUID.randomUUID())
            .arg("--store-password-env")
            .arg("NOT_SET")
            .arg(input(Audiences.snapshot("u-1", List.of(0))))
            .run();
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("\"NOT_SET\" of --store-password-env is not set");
  }

  @Test
  void show_databaseWithoutKey_asksForTheKey() {
    CommandLineRun run = command("show", "u-1").environment(Map.of(PASSWORD_VARIABLE, "p w")).run();
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("the key selects the records of a database");
  }
}
