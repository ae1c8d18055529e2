package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.brazeaudience.options.ConnectionOptions;
import io.github.brazeaudience.testing.BrazeProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code show} lists of a user and of an audience. */
@Timeout(120)
class ShowCommandTest extends ShowCommandFixture {
  private static final String ATHENIANS = "In Aspiring Athenians";

  @Test
  void show_storedUser_listsAudiencesAttributesTimesAndTheNextUpdate() throws IOException {
    forward("SINGLE_AND_PER_SEGMENT", at(Audiences.snapshot("u-1", List.of(0)), 1714592744065L));
    forward(
        "SINGLE_AND_PER_SEGMENT",
        at(Audiences.change("u-1", List.of(), List.of(1)), 1714592744066L));

    CommandLineRun run = show("u-1", "--send-segments-as", "SINGLE_AND_PER_SEGMENT");

    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out())
        .startsWith("User u-1\n")
        .contains("  Record  all audiences known, no write in doubt, written in full")
        .containsPattern("SegmentMembership +'11034'\n")
        .containsPattern("In Aspiring Athenians +true \\(11034\\)\n")
        .containsPattern("11034 +member +newest timestamp 2024-05-01T19:45:44.065Z\n")
        .containsPattern("11035 +left +newest timestamp 2024-05-01T19:45:44.066Z\n")
        .contains("A snapshot of the same audiences\n  writes nothing.");
    assertThat(braze.requestsTo("/users/export/ids")).isZero();
  }

  @Test
  void show_remoteAndStoreAgree_saysThatNothingWasFound() throws IOException {
    forward("SINGLE_ATTRIBUTE", Audiences.snapshot("u-1", List.of(0, 1)));

    CommandLineRun run = show("u-1", "--remote");

    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out())
        .containsPattern("SegmentMembership +'11034','11035' +'11034','11035'\n")
        .contains("Nothing found. Check the filter of the segment");
  }

  @Test
  void show_remoteWithoutStore_showsTheProfile() {
    braze.put(BrazeProfile.ofExternalId("u-1").withAttribute(STRING, "7;8"));
    CommandLineRun run =
        CommandLineRun.of("show", "u-1", "--remote", "--rest-endpoint")
            .arg("http://127.0.0.1:" + braze.port())
            .environment(
                Map.of(ConnectionOptions.DEFAULT_KEY_VARIABLE, braze.restApiKey().reveal()))
            .run();

    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out())
        .contains("\"7;8\"", "SegmentMembership is a string in another form than this library")
        .doesNotContain("Next update");
  }

  @Test
  void show_json_isOneObject() throws IOException {
    forward("SINGLE_AND_PER_SEGMENT", at(Audiences.snapshot("u-1", List.of(0)), 5_000));

    CommandLineRun run = command("show", "u-1", "--remote", "--json").run();

    Map<String, Object> json = Json.object(run.out());
    assertThat(json)
        .containsEntry("user", "u-1")
        .containsEntry("profile", "found")
        .containsKeys("record", "attributes", "next_update", "next_object", "causes");
    assertThat(Json.objects(json.get("attributes")))
        .extracting("name", "match")
        .containsExactly(tuple(STRING, "same"), tuple(ATHENIANS, "same"));
  }

  @Test
  void show_audience_countsTheUsersOfTheStore() throws IOException {
    forward(
        "SINGLE_AND_ARRAY_AND_PER_SEGMENT",
        Audiences.snapshot("u-1", List.of(0)),
        Audiences.snapshot("u-2", List.of(0, 1)),
        Audiences.snapshot("u-3", List.of(1)));
    forward("SINGLE_AND_ARRAY_AND_PER_SEGMENT", Audiences.change("u-2", List.of(), List.of(0)));

    CommandLineRun run = show("--audience", "11034");
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out())
        .contains("           3  users in the store\n", "           1  members of the audience\n")
        .contains("           1  have the attribute per segment, false\n")
        .contains("           2  with the attribute \"In Aspiring Athenians\"\n");
    assertThat(Json.object(command("show", "--audience", "11035", "--json").run().out()))
        .containsEntry("members", 2L)
        .containsEntry("in_string", 2L)
        .containsEntry("in_array", 2L)
        .containsEntry("attribute_true", 2L);
  }

  @Test
  void show_withoutKey_usesTheOnlyKeyOfTheStore() throws IOException {
    forward("SINGLE_ATTRIBUTE", Audiences.snapshot("u-1", List.of(0)));
    CommandLineRun run = command("show", "u-1").environment(Map.of()).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out()).contains("'11034'");
  }

  @Test
  void show_store_isUnchanged() throws IOException {
    forward("SINGLE_ATTRIBUTE", Audiences.snapshot("u-1", List.of(0)));
    byte[] before = Files.readAllBytes(directory.resolve("store"));
    show("u-1", "--remote");
    show("--audience", "1");
    assertThat(directory.resolve("store")).hasBinaryContent(before);
    assertThat(braze.requestsTo("/users/track")).isEqualTo(1 + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "show|show needs a USER, or --audience ID",
        "show u|show without --remote needs a membership store",
        "show --audience 1 --remote|show --audience without a USER needs a membership store",
        "show --audience 1 --remote --store x|--remote reads the profile of a USER",
        "show --audience 0 --store x|audience id",
        "show u v --store x|show takes no further arguments",
        "show u --store x|is empty or does not exist",
        "show u --store x --dry-run|show has no option --dry-run"
      })
  void show_badUsage_isExit2(String args, String message) {
    CommandLineRun run = CommandLineRun.of(args.split(" ", -1)).run();
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(message);
    assertThat(run.out()).isEmpty();
  }
}
