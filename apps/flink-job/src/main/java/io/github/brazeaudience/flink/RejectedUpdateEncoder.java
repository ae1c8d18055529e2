package io.github.brazeaudience.flink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.serialization.Encoder;

/**
 * Encodes a rejected update as a line {@code
 * {"reason":...,"message":...,"attempts":...,"line":...}}. Invalid UTF-8 in the input line is
 * replaced.
 */
final class RejectedUpdateEncoder implements Encoder<RejectedUpdate> {
  private static final long serialVersionUID = 1L;
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  @Override
  public void encode(RejectedUpdate rejected, OutputStream out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("reason", rejected.reason());
      json.writeStringField("message", rejected.message());
      json.writeNumberField("attempts", rejected.attempts());
      json.writeStringField("line", new String(rejected.line(), StandardCharsets.UTF_8));
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }
}
