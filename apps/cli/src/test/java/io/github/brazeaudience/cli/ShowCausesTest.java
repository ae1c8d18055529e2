package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.options.ConnectionOptions;
import io.github.brazeaudience.testing.AttributeDefinition;
import io.github.brazeaudience.testing.AttributeType;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.FakeBrazeBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that {@code show --audience} names why the user is not in the segment of an audience. */
@Timeout(120)
class ShowCausesTest {
  private static final String MODE = "SINGLE_AND_ARRAY_AND_PER_SEGMENT";
  private static final String NOT_IN_THE_STORE =
      "does not have the user in audience 11035, as of 2024-05-01T19:45:44.065Z: the last accepted"
          + " update states so, the update with the audience was rejected, or it was left out as"
          + " SUPERSEDED because its timestamp is older, or the audience was retired. Look for the"
          + " user's line in --outcomes --outcomes-unchanged.";

  @TempDir Path directory;
  private FakeBraze braze = FakeBraze.start();

  @AfterEach
  void close() {
    braze.close();
  }

  private void restart(FakeBrazeBuilder builder) {
    braze.close();
    braze = builder.start();
  }

  private CommandLineRun command(String... args) {
    return CommandLineRun.of(args)
        .arg("--rest-endpoint")
        .arg("http://127.0.0.1:" + braze.port())
        .arg("--send-segments-as")
        .arg(MODE)
        .environment(Map.of(ConnectionOptions.DEFAULT_KEY_VARIABLE, braze.restApiKey().reveal()))
        .arg("--store")
        .arg(directory.resolve("store"));
  }

  /** Forwards that the user is in the first audiences: 11034, 11035 and so on. */
  private void forward(long timestamp, int audiences) throws IOException {
    String members =
        IntStream.range(0, audiences)
            .mapToObj(i -> "{\"id\":" + (11034 + i) + ",\"name\":\"Audience " + i + "\"}")
            .collect(Collectors.joining(","));
    String line =
        "{\"identities\":{\"customer_id\":\"u-1\"},\"member_of\":["
            + members
            + "],\"timestamp\":"
            + timestamp
            + "}\n";
    command("forward").arg(Files.writeString(directory.resolve("in"), line)).run();
  }

  private String show(String audience) {
    CommandLineRun run = command("show", "u-1", "--remote", "--audience", audience).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    return run.out().replaceAll("\\s+", " ");
  }

  @Test
  void show_everythingAgrees_namesTheFiltersThatMatch() throws IOException {
    forward(1714592744065L, 2);
    assertThat(show("11034"))
        .contains(
            "1. Braze has the user in audience 11034, so the segment has another filter, or one"
                + " more. These match: SegmentMembership matches regex '11034';"
                + " SegmentMembershipArray includes 11034; In Audience 0 is true.");
  }

  @Test
  void show_olderUpdate_isAmongTheCauses() throws IOException {
    forward(1714592744065L, 1);
    forward(1714592700000L, 2);
    assertThat(show("11035"))
        .contains("11035 not a member newest", "1. The store " + NOT_IN_THE_STORE);
  }

  @Test
  void show_rejectedUpdate_isAmongTheCauses() throws IOException {
    forward(1714592744065L, 1);
    forward(1714592800000L, 45);
    assertThat(show("11035"))
        .contains("11035 not a member newest", "1. The store " + NOT_IN_THE_STORE);
  }

  @Test
  void show_retiredAudience_isAmongTheCauses() throws IOException {
    forward(1714592744065L, 2);
    assertThat(command("retire", "11035").run().exitCode()).isZero();
    assertThat(show("11035")).contains("1. The store " + NOT_IN_THE_STORE);
  }

  @Test
  void show_attributeThatBrazeIgnores_comesBeforeItsDifference() throws IOException {
    restart(
        FakeBraze.builder()
            .attribute(
                AttributeDefinition.of("SegmentMembershipArray", AttributeType.ARRAY)
                    .withMaxArrayLength(1)));
    forward(1714592744065L, 2);
    assertThat(show("11034"))
        .containsPattern("1[.] SegmentMembershipArray: has the Max length 1.*2[.] .* differs");
  }

  @Test
  void show_manyAudiences_leavesOutTheAttributesOfOthers() throws IOException {
    forward(1714592744065L, 20);
    assertThat(show("11034"))
        .contains("In Audience 0 true (11034) true")
        .contains("(19 attributes of other audiences are not shown; leave --audience out to see")
        .containsPattern("Audiences in the store 11034 member newest timestamp \\S+ Next update");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 79})
  void show_narrowTerminal_noLineIsWider(int columns) throws IOException {
    forward(1714592744065L, 3);
    CommandLineRun user =
        command("show", "u-1", "--remote", "--audience", "11034").onTerminal(columns).run();
    CommandLineRun counts = command("show", "--audience", "11034").onTerminal(columns).run();
    assertThat((user.out() + counts.out()).lines())
        .hasSizeGreaterThan(20)
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
  }
}
