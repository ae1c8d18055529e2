package io.github.brazeaudience.testing.internal;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Strict JSON reader and writer for plain values: {@code Map}, {@code List}, {@code String}, {@code
 * Boolean}, {@code Long}, {@code Double} and null. Keeps the number 1 and the string "1" apart.
 */
public final class Json {
  private static final Pattern LONG = Pattern.compile("-?\\d{1,18}");

  private final JsonReader reader;
  private int duplicateKeys;

  private Json(JsonReader reader) {
    this.reader = reader;
  }

  /**
   * Parsed JSON and the number of duplicate members in its objects. The last duplicate wins, as in
   * Braze.
   */
  public record Text(@Nullable Object value, int duplicateKeys) {}

  public static Text parse(byte[] utf8) throws MalformedJson {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedJson("not UTF-8", e);
    }
    JsonSyntax.check(text);
    Json json = new Json(JsonReader.of(new Buffer().write(utf8)));
    try {
      Object value = json.value();
      if (json.reader.peek() != JsonReader.Token.END_DOCUMENT) {
        throw new MalformedJson("text after the JSON");
      }
      return new Text(value, json.duplicateKeys);
    } catch (MalformedJson e) {
      throw e;
    } catch (IOException | JsonDataException e) {
      throw new MalformedJson("not JSON", e);
    }
  }

  public static String write(@Nullable Object value) {
    Buffer buffer = new Buffer();
    try (JsonWriter writer = JsonWriter.of(buffer)) {
      writer.setSerializeNulls(true);
      writer.jsonValue(value);
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer in memory cannot fail", e);
    }
    return buffer.readUtf8();
  }

  private @Nullable Object value() throws IOException {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object();
      case BEGIN_ARRAY -> array();
      case STRING -> reader.nextString();
      case NUMBER -> number(reader.nextString());
      case BOOLEAN -> reader.nextBoolean();
      case NULL -> reader.nextNull();
      default -> throw new MalformedJson("no value at " + reader.getPath());
    };
  }

  private Map<String, @Nullable Object> object() throws IOException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (members.containsKey(name)) {
        duplicateKeys++;
      }
      members.put(name, value());
    }
    reader.endObject();
    return Collections.unmodifiableMap(members);
  }

  private List<@Nullable Object> array() throws IOException {
    List<@Nullable Object> elements = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      elements.add(value());
    }
    reader.endArray();
    return Collections.unmodifiableList(elements);
  }

  private static Number number(String literal) throws MalformedJson {
    boolean fitsLong = LONG.matcher(literal).matches();
    if (!fitsLong && Double.isInfinite(Double.parseDouble(literal))) {
      throw new MalformedJson("a number that is too large");
    }
    return fitsLong ? (Number) Long.valueOf(literal) : (Number) Double.valueOf(literal);
  }
}
