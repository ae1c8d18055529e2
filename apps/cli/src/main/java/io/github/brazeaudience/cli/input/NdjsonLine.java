package io.github.brazeaudience.cli.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.brazeaudience.audience.AudienceUpdate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * Parses a line as strict JSON: no duplicate keys, no text after the object. The names of members
 * are not kept, because an input may have any number of them.
 */
final class NdjsonLine {
  private static final int MAX_DEPTH = 1_000;
  private static final String DUPLICATE = "Duplicate ";
  private static final String CONTROL = "Illegal unquoted character";
  private static final String QUOTE = "was expecting double-quote";
  private static final String END = "Unexpected end-of-input";

  private final JsonFactory json = strict().build();
  private final InternedAudiences audiences;
  private int unknownIdentities;

  NdjsonLine(InternedAudiences audiences) {
    this.audiences = audiences;
  }

  /** Settings of a JSON parser with the limits of a line. */
  static JsonFactoryBuilder strict() {
    return new JsonFactoryBuilder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(LineReader.MAX_LINE_BYTES)
                .maxStringLength(LineReader.MAX_LINE_BYTES)
                .maxNameLength(LineReader.MAX_LINE_BYTES)
                .build());
  }

  /** The number of identities of unknown types in the last line that was read. */
  int unknownIdentities() {
    return unknownIdentities;
  }

  AudienceUpdate read(char[] text, int length) throws MalformedLineException {
    try (JsonParser parser = json.createParser(text, 0, length)) {
      NdjsonUpdate line = new NdjsonUpdate(parser, audiences);
      AudienceUpdate update = line.read();
      unknownIdentities = line.unknownIdentities();
      if (parser.nextToken() != null) {
        throw new MalformedLineException(
            "there is text after the object; write it on its own line");
      }
      return update;
    } catch (StreamConstraintsException e) {
      throw new MalformedLineException(
          String.format(
              Locale.ROOT, "the line is nested more than %d levels deep; flatten it", MAX_DEPTH));
    } catch (JsonProcessingException e) {
      throw new MalformedLineException(problem(e, length));
    } catch (IOException e) {
      throw new UncheckedIOException("an array in memory does not fail", e);
    }
  }

  /** Messages of Jackson may repeat values of the line, so they are not passed on. */
  private static String problem(JsonProcessingException e, int length) {
    int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
    String message = String.valueOf(e.getOriginalMessage());
    if (message.startsWith(END)) {
      return String.format(
          Locale.ROOT,
          "the line ends in the middle of its object, at column %d; it is cut off, or the object has"
              + " several lines: write one complete object per line",
          length);
    }
    if (message.startsWith(CONTROL)) {
      return String.format(
          Locale.ROOT,
          "a string has an unescaped control character, near column %d; remove it or, if it belongs to"
              + " the value, write it as an escape, such as \\t for a tab",
          column);
    }
    if (message.contains(QUOTE)) {
      return String.format(
          Locale.ROOT,
          "the line is not JSON, near column %d; write names in double quotes",
          column);
    }
    return message.startsWith(DUPLICATE)
        ? String.format(
            Locale.ROOT, "an object has a duplicate key, near column %d; write it once", column)
        : String.format(
            Locale.ROOT,
            "the line is not JSON, near column %d; write one complete object per line",
            column);
  }
}
