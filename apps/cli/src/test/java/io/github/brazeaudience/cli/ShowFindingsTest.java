package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.testing.AttributeDefinition;
import io.github.brazeaudience.testing.AttributeType;
import io.github.brazeaudience.testing.BrazeProfile;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Causes that {@code show} names for a user who is not in a segment. */
@Timeout(120)
class ShowFindingsTest extends ShowCommandFixture {
  @Test
  void show_remote_marksWhatDiffersAndNamesTheCause() throws IOException {
    forward("SINGLE_AND_PER_SEGMENT", Audiences.snapshot("u-1", List.of(0, 1)));
    braze.put(
        BrazeProfile.ofExternalId("u-1")
            .withAttribute(STRING, "'11034'")
            .withAttribute("In aspiring athenians", true)
            .withAttribute("In Ibiza Dreamers", "true")
            .withAttribute("Other", "value"));

    CommandLineRun run = show("u-1", "--remote", "--send-segments-as", "SINGLE_AND_PER_SEGMENT");

    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out())
        .containsPattern("SegmentMembership +'11034','11035' +'11034' +differs\n")
        .containsPattern("In Aspiring Athenians +true \\(11034\\) +- +differs\n")
        .containsPattern("In aspiring athenians +\\? +true\n")
        .contains("names differ in letter case")
        .contains("In Ibiza Dreamers is a string in Braze")
        .doesNotContain("Other");
  }

  @Test
  void show_writeWithUnknownResult_isInDoubtAndWrittenInFullNext() throws IOException {
    forward("SINGLE_ATTRIBUTE", Audiences.snapshot("u-1", List.of(0)));
    braze.next(1_000, Fault.status(500));
    CommandLineRun failed =
        forwarding("SINGLE_ATTRIBUTE", Audiences.snapshot("u-1", List.of(1)))
            .arg("--deadline")
            .arg("1s");
    assertThat(failed.run().exitCode()).isEqualTo(ExitCode.INCOMPLETE);

    CommandLineRun run = show("u-1");

    assertThat(run.out())
        .containsPattern("A\\s+WRITE\\s+IS\\s+IN\\s+DOUBT")
        .containsPattern("SegmentMembership +in doubt +doubt\n")
        .contains("1. A write is in flight, or it is unknown whether Braze applied it.")
        .contains("It is written in full")
        .contains("{\"attributes\":[{\"external_id\":\"u-1\",\"SegmentMembership\":\"'11034'\"}]}");
  }

  /** Lines to forward, arguments of show, and what its text contains. */
  static Stream<Arguments> findings() {
    String member = Audiences.snapshot("u-1", List.of(0));
    return Stream.of(
        Arguments.of(Audiences.snapshot("u-2", List.of(0)), "u-1", "The store has no record"),
        Arguments.of(member, "u-1 --audience 11035", "does not have the user in audience 11035"),
        Arguments.of(at(member, 5_000), "u-1 --audience 11034", "has the user in audience 11034"),
        Arguments.of(at(member, 9_999_999_999_999L), "u-1", "is in the future"),
        Arguments.of(
            member, "u-1 --send-segments-as array", "no attribute \"SegmentMembershipArray\""),
        Arguments.of(member, "u-1", "With --remote, the profile in Braze is compared too."));
  }

  @ParameterizedTest
  @MethodSource("findings")
  void show_cause_isNamed(String line, String args, String cause) throws IOException {
    forward("SINGLE_ATTRIBUTE", line);
    String text = show(args.split(" ", -1)).out().replaceAll("\\s+", " ");
    assertThat(text).contains(cause);
  }

  @Test
  void show_userWhomBrazeDoesNotHave_isReported() throws IOException {
    forward("SINGLE_ATTRIBUTE", Audiences.snapshot("u-1", List.of(0)));
    braze.close();
    braze = FakeBraze.builder().restApiKey(braze.restApiKey().reveal()).port(braze.port()).start();

    CommandLineRun run = show("u-1", "--remote");

    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out()).contains("Braze has no profile with this external id, although");
  }

  @Test
  void show_attributeOfAnotherDataType_isFoundByThePreflight() throws IOException {
    forward("SINGLE_ATTRIBUTE", Audiences.snapshot("u-1", List.of(0)));
    String key = braze.restApiKey().reveal();
    braze.close();
    braze =
        FakeBraze.builder()
            .restApiKey(key)
            .port(braze.port())
            .attribute(AttributeDefinition.of(STRING, AttributeType.NUMBER))
            .profile(BrazeProfile.ofExternalId("u-1"))
            .start();

    assertThat(show("u-1", "--remote").out())
        .contains("SegmentMembership is missing in Braze although")
        .containsPattern("[0-9]\\. SegmentMembership: has the data type");
  }

  @Test
  void show_keyWithoutPermission_isIncompleteAndShowsTheStore() throws IOException {
    forward("SINGLE_ATTRIBUTE", Audiences.snapshot("u-1", List.of(0)));
    braze.nextTo("/users/export/ids", Fault.status(401));

    CommandLineRun run = show("u-1", "--remote");

    assertThat(run.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(run.out())
        .contains("could not be read (UNAUTHORIZED)", "users.export.ids", "'11034'");
  }
}
