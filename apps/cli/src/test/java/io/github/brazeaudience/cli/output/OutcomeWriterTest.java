package io.github.brazeaudience.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.cli.input.BegunInput;
import io.github.brazeaudience.cli.input.Place;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeWriterTest {
  private static final AudienceUpdate UPDATE = UnreadableUpdate.malformed("m");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void write_outcomesInAnyOrder_writesALineForEachThatWasNotAccepted() {
    try (OutcomeWriter writer = new OutcomeWriter(out, true, 0)) {
      for (UserOutcome outcome :
          List.of(
              Rejected.of(3, UPDATE, 0, Reason.MALFORMED_INPUT, "bad"),
              NotSent.of(4, UPDATE, 2, Reason.RATE_LIMITED, "slow", null),
              Unconfirmed.of(0, UPDATE, 1, Reason.NO_ANSWER, "no\nanswer"),
              Accepted.of(1, UPDATE, 1, IdentifierKind.EXTERNAL_ID, false),
              Unchanged.of(2, UPDATE, 0))) {
        writer.write(outcome, origin("a \"b\".ndjson", 11 + outcome.index()), 0);
      }
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"index":0,"file":"a \\"b\\".ndjson","line":11,"status":"unconfirmed","reason":"NO_ANSWER","message":"no answer","attempts":1}
            {"index":2,"file":"a \\"b\\".ndjson","line":13,"status":"unchanged","reason":null,"message":"","attempts":0}
            {"index":3,"file":"a \\"b\\".ndjson","line":14,"status":"rejected","reason":"MALFORMED_INPUT","message":"bad","attempts":0}
            {"index":4,"file":"a \\"b\\".ndjson","line":15,"status":"not_sent","reason":"RATE_LIMITED","message":"slow","attempts":2}
            """);
  }

  @Test
  void write_laterRun_countsOnAndWaitsForNothingBelowTheLimit() throws IOException {
    OutcomeWriter writer = new OutcomeWriter(out, false, 1_000);
    writer.write(Rejected.of(1, UPDATE, 0, Reason.MALFORMED_INPUT, "bad"), origin("a", 7), 0);
    writer.flush();
    assertThat(out.size()).isZero();
    writer.write(Accepted.of(0, UPDATE, 1, IdentifierKind.EXTERNAL_ID, false), origin("a", 6), 2);
    writer.flush();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("{\"index\":1001,");
    writer.close();
  }

  @Test
  void write_updateOfNoFile_hasNeitherFileNorLine() {
    try (OutcomeWriter writer = new OutcomeWriter(out, false, 0)) {
      writer.write(NotSent.of(0, UPDATE, 1, Reason.UNREACHABLE, "m", null), null, 0);
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("{\"index\":0,\"file\":null,\"line\":null,\"status\":\"not_sent\"");
  }

  @Test
  void write_unchangedWhenNotWanted_writesNothing() {
    try (OutcomeWriter writer = new OutcomeWriter(out, false, 0)) {
      writer.write(Unchanged.of(0, UPDATE, 0), origin("a", 1), 1);
    }
    assertThat(out.size()).isZero();
  }

  @Test
  void write_fileThatFails_isGivenUpQuietly() {
    OutcomeWriter writer =
        new OutcomeWriter(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("full");
              }
            },
            false,
            0);
    for (int i = 0; i < 1_000; i++) {
      writer.write(Rejected.of(i, UPDATE, 0, Reason.MALFORMED_INPUT, "bad"), origin("a", i), i + 1);
    }
    assertThatThrownBy(writer::flush).hasMessage("full");
    writer.close();
    assertThat(writer.failure()).hasValueSatisfying(e -> assertThat(e).hasMessage("full"));
  }

  private static InputPositions.Origin origin(String file, long line) {
    BegunInput read = new BegunInput(file, 0, "", BegunInput.Rest.MORE);
    return new InputPositions.Origin(file, line, 0, new Place(line, 0, read, 0, 0, 0));
  }
}
