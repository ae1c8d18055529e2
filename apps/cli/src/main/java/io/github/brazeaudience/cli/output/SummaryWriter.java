package io.github.brazeaudience.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.ProcessingStatus;
import io.github.brazeaudience.outcome.ProcessingStatus.Completed;
import io.github.brazeaudience.outcome.ProcessingStatus.InProgress;
import io.github.brazeaudience.outcome.ProcessingStatus.Unavailable;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes the counts of a run as JSON. */
public final class SummaryWriter {
  private static final int DECIMALS = 3;

  private SummaryWriter() {}

  /**
   * Writes the object and closes the stream.
   *
   * @param processed the processing by Braze, or null if the run did not wait for it
   */
  public static void write(
      OutputStream out, ForwardSummary summary, Duration took, @Nullable ProcessingStatus processed)
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
      generator.writeFieldName("processed");
      write(generator, processed);
      generator.writeEndObject();
      generator.writeRaw('\n');
    }
  }

  private static void write(JsonGenerator generator, @Nullable ProcessingStatus processed)
      throws IOException {
    if (processed == null) {
      generator.writeNull();
      return;
    }
    generator.writeStartObject();
    if (processed instanceof Completed completed) {
      generator.writeStringField("status", "completed");
      generator.writeStringField("at", completed.at().toString());
    } else if (processed instanceof InProgress progress) {
      generator.writeStringField("status", "processing");
      generator.writeNumberField("received", progress.received());
      generator.writeNumberField("done", progress.done());
    } else if (processed instanceof Unavailable unavailable) {
      generator.writeStringField("status", "unavailable");
      generator.writeStringField("why", unavailable.why());
    } else {
      generator.writeStringField("status", "unknown");
    }
    generator.writeEndObject();
  }
}
