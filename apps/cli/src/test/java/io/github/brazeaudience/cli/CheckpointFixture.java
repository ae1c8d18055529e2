package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.cli.TrackServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs of {@code forward} with a checkpoint, an outcomes file and a summary. */
@Timeout(120)
abstract class CheckpointFixture {
  static final Answer WRONG_KEY = new Answer(401, "{\"message\":\"Invalid API Key\"}");

  @TempDir Path directory;

  static String line(int user) {
    return String.format(
        Locale.ROOT,
        "{\"identities\":{\"customer_id\":\"u-%d\"},\"member_of\":[{\"id\":%d}]}\n",
        user,
        user + 1);
  }

  static String lines(int from, int to) {
    StringBuilder lines = new StringBuilder();
    for (int user = from; user < to; user++) {
      lines.append(line(user));
    }
    return lines.toString();
  }

  Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  CommandLineRun command(TrackServer server) {
    return CommandLineRun.forward("--rest-endpoint", server.endpoint(), "--max-in-flight", "1")
        .arg("--checkpoint")
        .arg(directory.resolve("c"))
        .arg("--outcomes")
        .arg(directory.resolve("o"))
        .arg("--summary")
        .arg(directory.resolve("s"));
  }

  CommandLineRun run(IntFunction<Answer> answers, Object... inputs) {
    try (TrackServer server = new TrackServer(answers)) {
      CommandLineRun run = command(server);
      for (Object input : inputs) {
        run.arg(input);
      }
      run.run();
      assertThat(server.faults()).isEmpty();
      return run;
    }
  }

  static IntFunction<Answer> wrongKeyAfter(int requests) {
    return number -> number <= requests ? Answer.SUCCESS : WRONG_KEY;
  }

  Map<String, Object> checkpoint() throws IOException {
    return Json.object(Files.readString(directory.resolve("c")));
  }

  Map<String, Object> summary() throws IOException {
    return Json.object(Files.readString(directory.resolve("s")));
  }

  List<Map<String, Object>> outcomes(String name) throws IOException {
    return Files.readAllLines(directory.resolve(name)).stream().map(Json::object).toList();
  }
}
