package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.cli.TrackServer.Answer;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs with one store, against a server that shares no code with this project. */
final class StoreRuns implements AutoCloseable {
  private final Path directory;
  private final TrackServer server;
  private volatile int failFrom = Integer.MAX_VALUE;
  private volatile Answer failure = Answer.SUCCESS;

  StoreRuns(Path directory) {
    this.directory = directory;
    this.server = new TrackServer(number -> number >= failFrom ? failure : Answer.SUCCESS);
  }

  TrackServer server() {
    return server;
  }

  /** Makes all requests fail, starting with this number. */
  void fail(int from, Answer answer) {
    failure = answer;
    failFrom = from;
  }

  void recover() {
    failFrom = Integer.MAX_VALUE;
  }

  Path file() {
    return directory.resolve("store");
  }

  CommandLineRun command(SendSegmentsAs mode, String text) throws IOException {
    return command(server, mode, text);
  }

  CommandLineRun command(TrackServer other, SendSegmentsAs mode, String text) throws IOException {
    return CommandLineRun.forward("--rest-endpoint", other.endpoint())
        .arg("--send-segments-as")
        .arg(mode)
        .arg("--store")
        .arg(file())
        .arg("--summary")
        .arg(directory.resolve("s"))
        .arg("--outcomes")
        .arg(directory.resolve("o"))
        .arg(Files.writeString(directory.resolve("in"), text));
  }

  Map<String, Object> counts() throws IOException {
    return Json.object(Files.readString(directory.resolve("s")));
  }

  List<Map<String, Object>> outcomes() throws IOException {
    return Files.readAllLines(directory.resolve("o")).stream().map(Json::object).toList();
  }

  void assertProfiles(SendSegmentsAs mode, Map<Integer, Set<Integer>> memberships) {
    Map<String, Map<String, Object>> profiles = server.profiles();
    memberships.forEach(
        (user, in) -> {
          String id = SomeUsers.user(user);
          Audiences.assertMembership(mode, id, profiles.get(id), in);
        });
  }

  /** Stops the server, which must have received valid requests only. */
  @Override
  public void close() {
    assertThat(server.faults()).isEmpty();
    server.close();
  }
}
