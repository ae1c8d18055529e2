package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.SendSegmentsAs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Forwards mParticle's published samples, and copies with raw identities. */
class FirehoseTest {
  private static final String REQUEST = "3.2.0-AudienceMembershipChangeRequest.json";
  private static final List<String> OTHERS =
      List.of(
          "firehose-3.2.0-AudienceMembershipChangeResponse.json",
          "firehose-3.2.0-AudienceSubscriptionRequest.json",
          "firehose-3.2.0-AudienceSubscriptionResponse.json",
          "firehose-noop-verification.json");

  private static final List<String> PUBLISHED =
      List.of(
          "firehose-2.3.0-AudienceMembershipChangeRequest.json",
          "firehose-3.2.0-AudienceMembershipChangeRequest.json");

  @TempDir Path directory;

  private static String sample(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(FirehoseTest.class.getResourceAsStream("mparticle/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private CommandLineRun command(TrackServer server, String mode) {
    return CommandLineRun.forward(
            "--rest-endpoint", server.endpoint(), "--format", "mparticle-firehose")
        .arg("--send-segments-as")
        .arg(mode)
        .arg("--outcomes")
        .arg(directory.resolve("o"));
  }

  @Test
  void run_rawCopies_writeEnteredAndLeftAudiences() throws IOException {
    StringBuilder all = new StringBuilder(sample("raw-" + REQUEST));
    for (String other : OTHERS) {
      all.append(sample(other));
    }
    all.append(sample("raw-2.3.0-AudienceMembershipChangeRequest.json"));
    try (TrackServer server = new TrackServer()) {
      CommandLineRun run = command(server, "ARRAY_AND_PER_SEGMENT").in(all.toString()).run();
      assertThat(run.exitCode()).as(run.toString()).isZero();
      assertThat(server.requests()).isEqualTo(1);
      Map<String, Object> change = Map.of("add", List.of("456"), "remove", List.of("654"));
      for (String version : List.of("2.3.0", "3.2.0")) {
        assertThat(server.objects().get("customer-" + version))
            .isEqualTo(
                Map.of(
                    "external_id",
                    "customer-" + version,
                    "email",
                    "user-" + version + "@example.com",
                    "SegmentMembershipArray",
                    change,
                    "In Example Audience Name",
                    true,
                    "In Example Audience Name 4",
                    false));
      }
    }
  }

  @Test
  void run_publishedSample_hasHashedIdentitiesAndMatchesByDevice() throws IOException {
    try (TrackServer server = new TrackServer()) {
      CommandLineRun run = command(server, "array").in(sample("firehose-" + REQUEST)).run();
      assertThat(run.exitCode()).as(run.toString()).isZero();
      assertThat(server.bodies())
          .singleElement()
          .asString()
          .contains("\"alias_label\":\"idfa\"", "66b728c2-f9a4-4d87-82ef-ce07414fe3f7")
          .doesNotContain("4739c5c11d833bb199c16ff95a92b267");
      run = command(server, "array").arg("--device-match=none").in(sample("firehose-" + REQUEST));
      assertThat(run.run().exitCode()).isEqualTo(1);
    }
    assertThat(outcome(0)).containsEntry("reason", "NO_IDENTIFIER").containsEntry("line", 14L);
  }

  @Test
  void run_changeForTheStringAttribute_needsTheFullMembership() throws IOException {
    try (TrackServer server = new TrackServer()) {
      CommandLineRun run = command(server, "single").in(sample("raw-" + REQUEST)).run();
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(server.requests()).isZero();
    }
    assertThat(outcome(0))
        .containsEntry("status", "rejected")
        .containsEntry("reason", "NEEDS_FULL_MEMBERSHIP");
  }

  @Test
  void run_documentThatBreaks_endsItsFileOnly() throws IOException {
    String good = sample("raw-" + REQUEST);
    Path broken = Files.writeString(directory.resolve("broken"), good + "{ oops " + good);
    Path next =
        Files.writeString(
            directory.resolve("next"), sample("raw-2.3.0-AudienceMembershipChangeRequest.json"));
    try (TrackServer server = new TrackServer()) {
      CommandLineRun run = command(server, "array").arg(broken).arg(next).run();
      assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
      assertThat(server.objects()).containsOnlyKeys("customer-3.2.0", "customer-2.3.0");
    }
    assertThat(Files.readAllLines(directory.resolve("o"))).hasSize(1);
    assertThat(outcome(0))
        .containsEntry("index", 1L)
        .containsEntry("file", broken.toString())
        .containsEntry("reason", "MALFORMED_INPUT");
  }

  private Map<String, Object> counts(CommandLineRun run) throws IOException {
    Path summary = directory.resolve("s");
    run.arg("--store").arg(directory.resolve("store")).arg("--summary").arg(summary).run();
    return Json.object(Files.readString(summary));
  }

  @ParameterizedTest
  @EnumSource(SendSegmentsAs.class)
  void run_rawCopiesWithAStore_areWrittenOnceInEveryMode(SendSegmentsAs mode) throws IOException {
    String messages =
        sample("raw-" + REQUEST) + sample("raw-2.3.0-AudienceMembershipChangeRequest.json");
    try (TrackServer server = new TrackServer()) {
      for (String counted : List.of("accepted", "unchanged")) {
        CommandLineRun run =
            command(server, mode.name()).arg("--unknown-users").arg("empty").in(messages);
        assertThat(counts(run)).as(run.toString()).containsEntry(counted, 2L);
        assertThat(server.requests()).isEqualTo(1);
      }
      for (String version : List.of("2.3.0", "3.2.0")) {
        Map<String, Object> wanted = new TreeMap<>();
        wanted.put("email", "user-" + version + "@example.com");
        if (mode.single()) {
          wanted.put("SegmentMembership", "'456'");
        }
        if (mode.array()) {
          wanted.put("SegmentMembershipArray", List.of("456"));
        }
        if (mode.perSegment()) {
          wanted.put("In Example Audience Name", true);
          wanted.put("In Example Audience Name 4", false);
        }
        assertThat(server.profiles().get("customer-" + version)).isEqualTo(wanted);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SendSegmentsAs.class)
  void run_publishedSamplesWithAStore_areReadInEveryMode(SendSegmentsAs mode) throws IOException {
    try (TrackServer server = new TrackServer()) {
      for (String other : OTHERS) {
        CommandLineRun run = command(server, mode.name()).in(sample(other));
        assertThat(counts(run)).as(run.toString()).containsEntry("updates", 0L);
        assertThat(run.exitCode()).isZero();
      }
      assertThat(server.requests()).isZero();
      // Users found by device are not stored, so the string can never be complete.
      String counted = mode.single() ? "rejected" : "accepted";
      for (String request : PUBLISHED) {
        for (int time = 0; time < 2; time++) {
          CommandLineRun run =
              command(server, mode.name()).arg("--unknown-users=empty").in(sample(request));
          assertThat(counts(run)).as(run.toString()).containsEntry(counted, 1L);
        }
      }
      assertThat(server.requests()).isEqualTo(mode.single() ? 0 : 4);
    }
  }

  private Map<String, Object> outcome(int number) throws IOException {
    return Json.object(Files.readAllLines(directory.resolve("o")).get(number));
  }
}
