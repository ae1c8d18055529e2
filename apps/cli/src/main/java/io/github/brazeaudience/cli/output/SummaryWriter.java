package io.github.brazeaudience.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.brazeaudience.outcome.ForwardSummary;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Duration;

/** Writes the counts of a run as JSON. */
public final class SummaryWriter {
  private static final int DECIMALS = 3;

  private SummaryWriter() {}

  /** Writes the object and closes the stream. */
  public static void write(OutputStream out, ForwardSummary summary, Duration took)
      throws IOException {
    try (out;
        JsonGenerator generator = new JsonFactory().createGenerator(out)) {
      generator.writeStartObject();
      generator.writeNumberField("updates", summary.updates());
      generator.writeNumberField("accepted", summary.accepted());
      generator.writeNumberField("unchanged", summary.unchanged());
      generator.writeNumberField("rejected", summary.rejected());
      generator.writeNumberField("unconfirmed", summary.unconfirmed());
      generator.writeNumberField("not_sent", summary.notSent());
      generator.writeNumberField("requests", summary.requests());
      generator.writeNumberField("data_points", summary.dataPoints());
      generator.writeNumberField("seconds", BigDecimal.valueOf(took.toMillis(), DECIMALS));
      generator.writeEndObject();
      generator.writeRaw('\n');
    }
  }
}
