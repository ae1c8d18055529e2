package io.github.brazeaudience.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.Unconfirmed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutcomeWriterTest {
  private static final AudienceUpdate UPDATE = UnreadableUpdate.malformed("m");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void write_outcomesInAnyOrder_writesALineForEachThatWasNotAccepted() {
    try (OutcomeWriter writer = new OutcomeWriter(out, true)) {
      for (int line = 1; line <= 5; line++) {
        writer.arrivals().arrived("a \"b\".ndjson", 10 + line);
      }
      writer.write(Rejected.of(3, UPDATE, 0, Reason.MALFORMED_INPUT, "bad"));
      writer.write(NotSent.of(4, UPDATE, 2, Reason.RATE_LIMITED, "slow", null));
      writer.write(Unconfirmed.of(0, UPDATE, 1, Reason.NO_ANSWER, "no\nanswer"));
      writer.write(Accepted.of(1, UPDATE, 1, IdentifierKind.EXTERNAL_ID, false));
      writer.write(Unchanged.of(2, UPDATE, 0));
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"index":0,"file":"a \\"b\\".ndjson","line":11,"status":"unconfirmed","reason":"NO_ANSWER","message":"no\\nanswer","attempts":1}
            {"index":2,"file":"a \\"b\\".ndjson","line":13,"status":"unchanged","reason":null,"message":"","attempts":0}
            {"index":3,"file":"a \\"b\\".ndjson","line":14,"status":"rejected","reason":"MALFORMED_INPUT","message":"bad","attempts":0}
            {"index":4,"file":"a \\"b\\".ndjson","line":15,"status":"not_sent","reason":"RATE_LIMITED","message":"slow","attempts":2}
            """);
  }

  @Test
  void write_unchangedWhenNotWanted_writesNothing() {
    try (OutcomeWriter writer = new OutcomeWriter(out, false)) {
      writer.arrivals().arrived("a", 1);
      writer.write(Unchanged.of(0, UPDATE, 0));
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
            false);
    for (int i = 0; i < 1_000; i++) {
      writer.arrivals().arrived("a", i);
      writer.write(Rejected.of(i, UPDATE, 0, Reason.MALFORMED_INPUT, "bad"));
    }
    writer.close();
    assertThat(writer.failure()).hasValueSatisfying(e -> assertThat(e).hasMessage("full"));
  }
}
