package io.github.brazeaudience.cli.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.brazeaudience.cli.input.BegunInput;
import io.github.brazeaudience.cli.input.InputFormat;
import io.github.brazeaudience.cli.input.Place;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads and writes a checkpoint as a JSON object. */
final class CheckpointJson {
  private static final int VERSION = 1;
  private static final JsonFactory JSON = new JsonFactory();

  private CheckpointJson() {}

  static byte[] encode(Checkpoint checkpoint) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    Place place = checkpoint.place();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("checkpoint", VERSION);
      json.writeNumberField("updates", place.updates());
      json.writeBooleanField("complete", checkpoint.complete());
      json.writeStringField("format", checkpoint.format().label());
      json.writeStringField("target", checkpoint.target());
      json.writeArrayFieldStart("inputs");
      for (BegunInput input : checkpoint.before()) {
        write(json, input);
      }
      write(json, place.read());
      json.writeEndArray();
      json.writeNumberField("offset", place.offset());
      json.writeNumberField("lines", place.lines());
      json.writeNumberField("taken", place.taken());
      json.writeEndObject();
      json.writeRaw('\n');
    }
    return out.toByteArray();
  }

  private static void write(JsonGenerator json, BegunInput input) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", input.file());
    json.writeNumberField("bytes", input.bytes());
    json.writeStringField("sha256", input.sha256());
    json.writeStringField("rest", input.rest().name().toLowerCase(Locale.ROOT));
    json.writeEndObject();
  }

  /** Reads what {@link #encode} wrote; anything else is an {@link IOException}. */
  static Checkpoint decode(byte[] utf8) throws IOException {
    try (JsonParser json = JSON.createParser(utf8)) {
      Draft draft = new Draft();
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        draft.read(json.currentName(), json);
      }
      return draft.checkpoint();
    } catch (IllegalArgumentException e) {
      throw new IOException("a value that does not fit", e);
    }
  }

  /** The members read so far. */
  private static final class Draft {
    private long version;
    private long updates = -1;
    private boolean complete;
    private String format = "";
    private String target = "";
    private final List<BegunInput> inputs = new ArrayList<>();
    private long offset = -1;
    private long lines = -1;
    private int taken = -1;

    void read(String member, JsonParser json) throws IOException {
      json.nextToken();
      switch (member) {
        case "checkpoint" -> version = json.getLongValue();
        case "updates" -> updates = json.getLongValue();
        case "complete" -> complete = json.getBooleanValue();
        case "format" -> format = json.getText();
        case "target" -> target = json.getText();
        case "inputs" -> {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            inputs.add(input(json));
          }
        }
        case "offset" -> offset = json.getLongValue();
        case "lines" -> lines = json.getLongValue();
        case "taken" -> taken = json.getIntValue();
        default -> json.skipChildren();
      }
    }

    private static BegunInput input(JsonParser json) throws IOException {
      String file = "";
      long bytes = -1;
      String sha256 = "";
      String rest = "";
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String member = json.currentName();
        json.nextToken();
        switch (member) {
          case "file" -> file = json.getText();
          case "bytes" -> bytes = json.getLongValue();
          case "sha256" -> sha256 = json.getText();
          case "rest" -> rest = json.getText();
          default -> json.skipChildren();
        }
      }
      if (bytes < 0 || sha256.isEmpty()) {
        throw new IOException("an input that is not whole");
      }
      return new BegunInput(
          file, bytes, sha256, BegunInput.Rest.valueOf(rest.toUpperCase(Locale.ROOT)));
    }

    Checkpoint checkpoint() throws IOException {
      if (version != VERSION) {
        throw new IOException(String.format(Locale.ROOT, "version %d", version));
      }
      int last = inputs.size() - 1;
      if (last < 0 || updates < 0 || offset < 0 || lines < 0 || taken < 0) {
        throw new IOException("a member is missing");
      }
      return new Checkpoint(
          InputFormat.parse(format),
          target,
          List.copyOf(inputs.subList(0, last)),
          new Place(updates, last, inputs.get(last), offset, lines, taken),
          complete);
    }
  }
}
