package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.cli.TrackServer.Answer;
import io.github.brazeaudience.cli.input.BrokenInputStream;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Retiring an audience removes it from all users who have an attribute of it. */
@Timeout(120)
class RetireTest {
  private static final int GONE = 2;

  @TempDir Path directory;
  private TrackServer server;
  private volatile Answer answer = Answer.SUCCESS;

  @BeforeEach
  void start() {
    server = new TrackServer(number -> answer);
  }

  @AfterEach
  void stop() {
    assertThat(server.faults()).isEmpty();
    server.close();
  }

  private CommandLineRun forward(SendSegmentsAs mode) {
    return withOptions(CommandLineRun.of("forward"), mode);
  }

  private CommandLineRun withOptions(CommandLineRun run, SendSegmentsAs mode) {
    return run.arg("--rest-endpoint")
        .arg(server.endpoint())
        .arg("--send-segments-as")
        .arg(mode)
        .arg("--store")
        .arg(directory.resolve("store"))
        .arg("--summary")
        .arg(directory.resolve("s"))
        .arg("--outcomes")
        .arg(directory.resolve("o"))
        .in(BrokenInputStream.after(""));
  }

  private CommandLineRun retire(SendSegmentsAs mode) {
    return retire(mode, Audiences.id(GONE));
  }

  private CommandLineRun retire(SendSegmentsAs mode, long id) {
    return withOptions(CommandLineRun.of("retire").arg(id), mode);
  }

  private Map<String, Object> counts() throws IOException {
    return Json.object(Files.readString(directory.resolve("s")));
  }

  private void fill(SendSegmentsAs mode) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int user = 0; user < 100; user++) {
      lines.append(Audiences.snapshot("in-" + user, List.of(0, GONE, 3)));
      lines.append(Audiences.snapshot("out-" + user, List.of(0)));
    }
    lines.append(Audiences.snapshot("left", List.of(GONE)));
    Path first = Files.writeString(directory.resolve("1"), lines.toString());
    Path second = Files.writeString(directory.resolve("2"), Audiences.snapshot("left", List.of(3)));
    CommandLineRun run = forward(mode).arg(first).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    run = forward(mode).arg(second).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
  }

  @ParameterizedTest
  @EnumSource(SendSegmentsAs.class)
  void retire_anyMode_removesTheAudience(SendSegmentsAs mode) throws IOException {
    fill(mode);
    int users = mode.perSegment() ? 101 : 100;
    CommandLineRun run = retire(mode).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.err())
        .contains(
            String.format(Locale.ROOT, "Retiring audience 11036: %d users, 2 requests, ", users));
    assertThat(counts())
        .containsEntry("updates", (long) users)
        .containsEntry("accepted", (long) users)
        .containsEntry("requests", 2L);
    server
        .profiles()
        .forEach(
            (user, profile) -> {
              List<Integer> in =
                  user.startsWith("in")
                      ? List.of(0, 3)
                      : user.equals("left") ? List.of(3) : List.of(0);
              Audiences.assertMembership(mode, user, profile, new TreeSet<>(in));
              assertThat(profile).doesNotContainKey(Audiences.attribute(GONE));
            });
    run = retire(mode).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(counts()).containsEntry("updates", 0L).containsEntry("requests", 0L);
  }

  @ParameterizedTest
  @EnumSource(SendSegmentsAs.class)
  void retire_inTheDefaultMode_removesAttributesOfOtherModes(SendSegmentsAs mode)
      throws IOException {
    fill(mode);
    CommandLineRun run =
        CommandLineRun.of("retire", "--rest-endpoint", server.endpoint(), "--store")
            .arg(directory.resolve("store"))
            .arg(Audiences.id(GONE))
            .in(BrokenInputStream.after(""))
            .run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    Map<String, Object> profile = server.profiles().get("in-0");
    Audiences.assertMembership(mode, "in-0", profile, new TreeSet<>(List.of(0, 3)));
    assertThat(profile).doesNotContainKey(Audiences.attribute(GONE));
    assertThat(profile.containsKey("SegmentMembership")).isEqualTo(mode.single());
  }

  @Test
  void retire_dryRun_printsTheBodiesAndChangesNothing() throws IOException {
    SendSegmentsAs mode = SendSegmentsAs.SINGLE_AND_PER_SEGMENT;
    fill(mode);
    byte[] before = Files.readAllBytes(directory.resolve("store"));
    int requests = server.requests();
    CommandLineRun dry = retire(mode).arg("--dry-run").run();
    assertThat(dry.exitCode()).as(dry.toString()).isZero();
    assertThat(dry.err()).contains("Retiring audience 11036: 101 users");
    assertThat(server.requests()).isEqualTo(requests);
    assertThat(directory.resolve("store")).hasBinaryContent(before);
    assertThat(dry.out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"attributes\":["));
    assertThat(dry.out())
        .contains(
            "{\"external_id\":\"in-0\",\"SegmentMembership\":\"'11034','11037'\","
                + "\"In Possible Parisians\":null}");
  }

  @Test
  void retire_thatFailed_isReportedWithoutFileAndLineAndResumesNextTime() throws IOException {
    SendSegmentsAs mode = SendSegmentsAs.ARRAY_ATTRIBUTE;
    fill(mode);
    answer = new Answer(401, "{}");
    CommandLineRun run = retire(mode).run();
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
    List<Map<String, Object>> outcomes =
        Files.readAllLines(directory.resolve("o")).stream().map(Json::object).toList();
    assertThat(outcomes).hasSize(100).extracting("index").isSorted().doesNotHaveDuplicates();
    assertThat(outcomes.get(0))
        .containsEntry("file", null)
        .containsEntry("line", null)
        .containsEntry("status", "not_sent")
        .containsEntry("reason", "UNAUTHORIZED");
    answer = Answer.SUCCESS;
    assertThat(retire(mode).run().exitCode()).isZero();
    assertThat(counts()).containsEntry("accepted", 100L);
  }

  /**
   * Users who were not taken out of the store have no outcome, but are not passed over in silence.
   */
  @Test
  void retire_cancelled_reportsTheRemainingUsers() throws IOException {
    SendSegmentsAs mode = SendSegmentsAs.ARRAY_ATTRIBUTE;
    fill(mode);
    CommandLineRun run = retire(mode);
    run.signal();
    assertThat(run.run().exitCode()).as(run.toString()).isEqualTo(130);
    assertThat(counts()).containsEntry("updates", 0L);
    assertThat(run.err()).contains("100 users were not reached; run the command again to continue");
    run = retire(mode).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.err()).doesNotContain("not reached");
  }

  @Test
  void retire_oneUser_isCountedInTheSingular() throws IOException {
    SendSegmentsAs mode = SendSegmentsAs.SINGLE_ATTRIBUTE;
    Path input =
        Files.writeString(directory.resolve("1"), Audiences.snapshot("in", List.of(0, GONE)));
    assertThat(forward(mode).arg(input).run().exitCode()).isZero();
    CommandLineRun run = retire(mode).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.err()).contains("Retiring audience 11036: 1 user, 1 request, 1 data point\n");
  }

  @Test
  void retire_audienceWithoutUsers_sendsNothing() throws IOException {
    fill(SendSegmentsAs.SINGLE_ATTRIBUTE);
    int requests = server.requests();
    CommandLineRun run = retire(SendSegmentsAs.SINGLE_ATTRIBUTE, 1).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.err()).contains("Retiring audience 1: 0 users, 0 requests, 0 data points");
    assertThat(server.requests()).isEqualTo(requests);
  }
}
