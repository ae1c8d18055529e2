package io.github.brazeaudience.internal.preflight;

import static io.github.brazeaudience.internal.preflight.RoutedTransport.attribute;
import static io.github.brazeaudience.internal.preflight.RoutedTransport.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.preflight.PreflightReport;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what a preflight finds about the names of segments. */
class PreflightSegmentsTest {
  private final PreflightRun preflight = new PreflightRun();

  @Test
  void run_modeWithoutNames_ignoresAudiences() {
    assertThat(preflight.findings(Audience.of(1, "x".repeat(300))))
        .containsExactly("INFO ATTRIBUTE_NOT_FOUND SegmentMembership");
  }

  @Test
  void run_badNames_areFound() {
    preflight.config.sendSegmentsAs(SendSegmentsAs.SINGLE_AND_PER_SEGMENT);
    preflight.operations = EnumSet.of(BrazeOperation.TRACK_USERS);
    preflight.transport.on(
        BrazeOperation.LIST_CUSTOM_ATTRIBUTES,
        page(
            attribute("SegmentMembership", "String", null)
                + ","
                + attribute("In Foo", "Boolean", null)
                + ","
                + attribute("In foo", "Boolean", null)));

    assertThat(
            preflight.findings(
                Audience.of(1, "Foo"),
                Audience.of(2, "x".repeat(300)),
                Audience.of(3, "Foo "),
                Audience.of(4, "foo"),
                Audience.of(5)))
        .containsExactly(
            "ERROR SEGMENT_NAME_INVALID",
            "ERROR SEGMENT_NAME_CONFLICT In Foo",
            "WARNING SEGMENT_NAMES_SIMILAR In foo",
            "ERROR SEGMENT_NAME_INVALID");
  }

  /** Spaces at the ends are stripped, so only those inside can differ. */
  @ParameterizedTest
  @CsvSource({"Foo Bar, foo bar", "Foo Bar, 'Foo  Bar'", "Foo Bar, 'FOO\u00A0\u2003Bar'"})
  void run_namesDifferOnlyInCaseOrSpaces_areAWarning(String name, String similar) {
    preflight.config.sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);

    assertThat(preflight.findings(Audience.of(1, name), Audience.of(2, similar)))
        .contains("WARNING SEGMENT_NAMES_SIMILAR In " + similar);
  }

  @ParameterizedTest
  @CsvSource({"Foo Bar, FooBar", "Foo, Foos", "Foo-Bar, Foo Bar"})
  void run_namesDifferInLetters_areNotSimilar(String name, String other) {
    preflight.config.sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);

    assertThat(preflight.findings(Audience.of(1, name), Audience.of(2, other)))
        .allMatch(finding -> finding.startsWith("INFO ATTRIBUTE_NOT_FOUND "));
  }

  @Test
  void run_nameOfTheStringAttribute_isAConflict() {
    preflight
        .config
        .sendSegmentsAs(SendSegmentsAs.SINGLE_AND_PER_SEGMENT)
        .singleAttributeName("In Members");

    assertThat(preflight.findings(Audience.of(1, "Members")))
        .containsExactly("ERROR SEGMENT_NAME_CONFLICT", "INFO ATTRIBUTE_NOT_FOUND In Members");
  }

  @Test
  void run_noAudienceGivenOrKnown_reportsThatSegmentsWereNotChecked() {
    preflight.config.sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);

    assertThat(preflight.findings()).containsExactly("INFO SEGMENTS_NOT_CHECKED");
  }

  @Test
  void run_namesOfStore_areCheckedOnceAfterTheGivenOnes() {
    preflight.config.sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    preflight.known = List.of(Set.of("In C", "In A"), Set.of("In B"), Set.of("In C")).iterator();

    assertThat(preflight.findings(Audience.of(2, "B")))
        .containsExactly(
            "INFO ATTRIBUTE_NOT_FOUND In B",
            "INFO ATTRIBUTE_NOT_FOUND In A",
            "INFO ATTRIBUTE_NOT_FOUND In C");
  }

  @Test
  void run_tooManyNames_checksTheFirst() {
    preflight.config.sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    preflight.known = IntStream.range(0, 20_000).mapToObj(i -> Set.of("In " + i)).iterator();

    assertThat(preflight.findings())
        .hasSize(1 + PreflightReport.MAX_SEGMENTS)
        .startsWith("WARNING SEGMENTS_NOT_CHECKED");
  }

  /** The limit is reached by the store, or by the call and the same names in the store. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void run_asManyNamesAsTheLimit_checksAllWithoutAWarning(boolean given) {
    preflight.config.sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    preflight.known =
        IntStream.range(0, PreflightReport.MAX_SEGMENTS)
            .mapToObj(i -> Set.of("In " + i))
            .iterator();
    Audience[] audiences =
        IntStream.range(0, given ? PreflightReport.MAX_SEGMENTS : 0)
            .mapToObj(i -> Audience.of(i + 1, String.valueOf(i)))
            .toArray(Audience[]::new);

    assertThat(preflight.findings(audiences))
        .hasSize(PreflightReport.MAX_SEGMENTS)
        .noneMatch(finding -> finding.contains("SEGMENTS_NOT_CHECKED"));
  }

  @Test
  void run_oneAudienceMoreThanTheLimit_isAWarning() {
    preflight.config.sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    Audience[] audiences =
        IntStream.rangeClosed(0, PreflightReport.MAX_SEGMENTS)
            .mapToObj(i -> Audience.of(i + 1, String.valueOf(i)))
            .toArray(Audience[]::new);

    assertThat(preflight.findings(audiences))
        .hasSize(1 + PreflightReport.MAX_SEGMENTS)
        .startsWith("WARNING SEGMENTS_NOT_CHECKED");
  }

  @Test
  void run_storeFails_isAWarningWithoutItsMessage() {
    preflight.config.sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    preflight.known =
        new Iterator<Set<String>>() {
          @Override
          public boolean hasNext() {
            throw new IllegalStateException("user u-1");
          }

          @Override
          public Set<String> next() {
            throw new AssertionError("there is no next");
          }
        };

    PreflightReport report = preflight.report();

    assertThat(report.findings())
        .extracting(PreflightRun::brief)
        .containsExactly("WARNING SEGMENTS_NOT_CHECKED");
    assertThat(report.toString()).doesNotContain("u-1");
  }

  /** A store that does not respond is given up when its time is over. */
  @Test
  void run_storeThatDoesNotRespond_leavesHalfOfTheTime() {
    preflight.config.sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    preflight.known =
        new Iterator<Set<String>>() {
          @Override
          public boolean hasNext() {
            preflight.time.advance(preflight.storeTimeLeft.get());
            throw new IllegalStateException("the store did not respond");
          }

          @Override
          public Set<String> next() {
            throw new AssertionError("there is no next");
          }
        };

    PreflightReport report = preflight.report(Audience.of(1, "A"));

    assertThat(report.findings())
        .extracting(PreflightRun::brief)
        .containsExactly("WARNING SEGMENTS_NOT_CHECKED", "INFO ATTRIBUTE_NOT_FOUND In A");
    assertThat(report.findings().get(0).message()).contains("did not respond in time");
    assertThat(preflight.time.elapsed())
        .isEqualTo(Duration.ofSeconds(PreflightReport.MAX_SECONDS / 2));
  }

  @Test
  void run_storeThatIsTooSlow_leavesHalfOfTheTime() {
    preflight.config.sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    preflight.known =
        IntStream.iterate(0, i -> i + 1)
            .mapToObj(
                i -> {
                  preflight.time.advance(Duration.ofSeconds(1));
                  return Set.of("In A");
                })
            .iterator();

    assertThat(preflight.findings())
        .containsExactly("WARNING SEGMENTS_NOT_CHECKED", "INFO ATTRIBUTE_NOT_FOUND In A");
    assertThat(preflight.time.elapsed())
        .isEqualTo(Duration.ofSeconds(PreflightReport.MAX_SECONDS / 2));
  }
}
