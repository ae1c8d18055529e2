package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.SendSegmentsAs;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Forwards ten thousand users in each mode to a server that shares no code with this project. */
class SevenModesTest {
  private static final int USERS = 10_000;
  private static final int USERS_IN_A_REQUEST = 75;
  private static final List<String> NAMES =
      List.of("Aspiring Athenians", "Ibiza Dreamers", "Possible Parisians", "Śląsk & \"Köln\" 🚀");

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(SendSegmentsAs.class)
  void forward_tenThousandUsers_writesEachProfileExactly(SendSegmentsAs mode) throws IOException {
    Path input = directory.resolve("users.ndjson");
    Path summary = directory.resolve("summary.json");
    Path outcomes = directory.resolve("outcomes.ndjson");
    Map<String, Map<String, Object>> wanted = new LinkedHashMap<>();
    try (BufferedWriter writer = Files.newBufferedWriter(input)) {
      for (int user = 0; user < USERS; user++) {
        writer.write(line(user) + "\n");
        wanted.put("u-" + user, object(user, mode));
      }
    }
    try (TrackServer server = new TrackServer()) {
      CommandLineRun run =
          CommandLineRun.forward("--rest-endpoint", server.endpoint())
              .arg("--send-segments-as")
              .arg(mode)
              .arg("--summary")
              .arg(summary)
              .arg("--outcomes")
              .arg(outcomes)
              .arg(input)
              .run();
      assertThat(run.exitCode()).as(run.toString()).isZero();
      assertThat(server.faults()).isEmpty();
      assertThat(server.requests())
          .isEqualTo((USERS + USERS_IN_A_REQUEST - 1) / USERS_IN_A_REQUEST);
      assertThat(server.objects()).hasSize(USERS).isEqualTo(wanted);
    }
    assertThat(outcomes).isEmptyFile();
    Map<String, Object> counts = Json.object(Files.readString(summary));
    assertThat(counts.keySet())
        .containsExactly(
            "updates",
            "accepted",
            "unchanged",
            "rejected",
            "unconfirmed",
            "not_sent",
            "requests",
            "data_points",
            "seconds",
            "processed");
    assertThat(counts)
        .containsEntry("updates", (long) USERS)
        .containsEntry("accepted", (long) USERS)
        .containsEntry("requests", 134L)
        .containsEntry("data_points", dataPoints(wanted));
  }

  /** Returns the audiences of a user, one per bit of its number. */
  private static List<Integer> audiences(int user, boolean in) {
    List<Integer> audiences = new ArrayList<>();
    for (int audience = NAMES.size() - 1; audience >= 0; audience--) {
      if ((user >> audience & 1) == (in ? 1 : 0)) {
        audiences.add(audience);
      }
    }
    return audiences;
  }

  private static int id(int audience) {
    return 11034 + audience;
  }

  private static String line(int user) {
    String email =
        user % 3 == 0 ? String.format(Locale.ROOT, ",\"email\":\"u%d@example.com\"", user) : "";
    return String.format(
        Locale.ROOT,
        "{\"identities\":{\"customer_id\":\"u-%d\"%s},\"member_of\":%s,\"left\":%s}",
        user,
        email,
        json(audiences(user, true)),
        json(audiences(user, false)));
  }

  private static String json(List<Integer> audiences) {
    return audiences.stream()
        .map(
            audience ->
                String.format(
                    Locale.ROOT,
                    "{\"id\":%d,\"name\":\"%s\"}",
                    id(audience),
                    NAMES.get(audience).replace("\"", "\\\"")))
        .toList()
        .toString();
  }

  private static Map<String, Object> object(int user, SendSegmentsAs mode) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("external_id", "u-" + user);
    if (user % 3 == 0) {
      object.put("email", String.format(Locale.ROOT, "u%d@example.com", user));
    }
    List<String> ids = audiences(user, true).stream().map(in -> String.valueOf(id(in))).toList();
    if (mode.single()) {
      object.put("SegmentMembership", ids.isEmpty() ? null : "'" + String.join("','", ids) + "'");
    }
    if (mode.array()) {
      object.put("SegmentMembershipArray", ids.isEmpty() ? null : ids);
    }
    if (mode.perSegment()) {
      audiences(user, true).forEach(in -> object.put("In " + NAMES.get(in), true));
      audiences(user, false).forEach(out -> object.put("In " + NAMES.get(out), false));
    }
    return object;
  }

  /** One for each attribute but the identifier. */
  private static long dataPoints(Map<String, Map<String, Object>> objects) {
    return objects.values().stream().mapToLong(object -> object.size() - 1).sum();
  }
}
