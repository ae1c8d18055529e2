package io.github.brazeaudience.cli.report;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.AttemptStarted;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A recorder with a manual clock, and the page of what it recorded. */
abstract class ReportPageFixture {
  static final BrazeOperation TRACK = BrazeOperation.TRACK_USERS;
  long nanos;
  final RunRecorder recorder = new RunRecorder(() -> nanos, 16);

  static Rejected rejected(Reason reason, String message) {
    return rejected(0, reason, message);
  }

  static Rejected rejected(long index, Reason reason, String message) {
    return Rejected.of(
        index,
        MembershipSnapshot.of(UserProfile.ofCustomerId("secret-user"), Audience.of(1)),
        0,
        reason,
        message);
  }

  static Optional<InputLine> line(String file, long line) {
    return Optional.of(new InputLine(file, line));
  }

  void request(int millis, Optional<Reason> reason) {
    recorder.attemptStarted(new AttemptStarted(TRACK, 1, 1, 75));
    nanos += Duration.ofMillis(millis).toNanos();
    recorder.attemptFinished(
        new AttemptFinished(
            TRACK, 1, 1, 75, 10_000, Duration.ofMillis(millis), OptionalInt.of(201), reason));
  }

  String page() throws IOException {
    return page("Some updates were not accepted.", Map.of("Endpoint", "rest.iad-03.braze.com"));
  }

  String page(String ended, Map<String, String> settings) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReportData data =
        new ReportData(
            "forward",
            "0.1.0",
            Instant.EPOCH,
            Duration.ofNanos(nanos),
            0,
            ended,
            "",
            ForwardSummary.builder().build(),
            settings,
            settings);
    ReportPage.write(out, data, recorder);
    return out.toString(StandardCharsets.UTF_8);
  }

  static String row(int count, String message, String lines) {
    return String.format(
        Locale.ROOT,
        "<td class=\"number\">%d</td><td class=\"message\">%s</td><td class=\"lines\">%s</td>",
        count,
        message,
        lines);
  }
}
