package io.github.brazeaudience.cli.output;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes an outcome as a line of JSON. */
final class OutcomeLine {
  private static final int NO_ESCAPES = 0;
  private static final int LAST_OF_ASCII = 127;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private final JsonGenerator generator;

  OutcomeLine() {
    try {
      generator = new JsonFactoryBuilder().rootValueSeparator("").build().createGenerator(line);
    } catch (IOException e) {
      throw new UncheckedIOException("an array in memory does not fail", e);
    }
  }

  /**
   * Encodes an outcome.
   *
   * @param index the number of the update over all runs that go on with each other
   * @param origin null for an update that no file holds
   */
  byte[] encode(long index, UserOutcome outcome, InputPositions.@Nullable Origin origin)
      throws IOException {
    line.reset();
    generator.writeStartObject();
    generator.writeNumberField("index", index);
    if (origin == null) {
      generator.writeNullField("file");
      generator.writeNullField("line");
    } else {
      writeFile(origin.file());
      generator.writeNumberField("line", origin.line());
    }
    generator.writeStringField("status", status(outcome));
    generator.writeStringField("reason", outcome.reason().map(Reason::name).orElse(null));
    generator.writeStringField("message", outcome.message());
    generator.writeNumberField("attempts", outcome.attempts());
    generator.writeEndObject();
    generator.flush();
    line.write('\n');
    return line.toByteArray();
  }

  /** Writes the name of a file; characters that a terminal does not show are escaped. */
  private void writeFile(String name) throws IOException {
    generator.setHighestNonEscapedChar(Printable.isPrintable(name) ? NO_ESCAPES : LAST_OF_ASCII);
    generator.writeStringField("file", name);
    generator.setHighestNonEscapedChar(NO_ESCAPES);
  }

  private static String status(UserOutcome outcome) {
    if (outcome instanceof Rejected) {
      return "rejected";
    }
    if (outcome instanceof Unconfirmed) {
      return "unconfirmed";
    }
    if (outcome instanceof NotSent) {
      return "not_sent";
    }
    if (outcome instanceof Unchanged) {
      return "unchanged";
    }
    if (outcome instanceof Accepted) {
      return "accepted";
    }
    throw new IllegalArgumentException("unknown outcome: " + outcome);
  }
}
