package io.github.brazeaudience.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** For any inputs, reading from a place returns the updates after it. */
@Timeout(60)
class ResumptionTest {
  private static final String LINE = "{\"identities\":{\"customer_id\":\"u\"},\"member_of\":[]}";
  private static final String DOCUMENT =
      "{\"type\":\"audience_membership_change_request\",\n \"user_profiles\":[{},\n{\"mpid\":\"1\"},{}]}";
  private static final String OTHER_DOCUMENT = "{\"type\":\"audience_subscription_request\"}";

  @TempDir Path directory;

  /** How a text is given to the program. */
  enum Kind {
    FILE,
    GZIP_FILE,
    STREAM
  }

  /** An update in comparable form, and the place before it. */
  private record Seen(String what, Place before) {}

  /** All updates of some inputs, and the reader after the last one. */
  private record ReadResult(List<Seen> seen, InputFiles files) {
    List<String> from(int first) {
      return seen.stream().skip(first).map(Seen::what).toList();
    }

    List<Place> places() {
      List<Place> places = new ArrayList<>(seen.stream().map(Seen::before).toList());
      places.add(files.place());
      return places;
    }
  }

  private static ReadResult read(List<Input> inputs, InputFormat format, StartingPoint start) {
    List<Seen> seen = new ArrayList<>();
    List<String> where = new ArrayList<>();
    List<Place> before = new ArrayList<>();
    InputFiles files =
        new InputFiles(
            inputs,
            format,
            (file, line, unknown, place) -> {
              where.add(file + ":" + line);
              before.add(place);
            },
            () -> false,
            start);
    while (files.hasNext()) {
      String update = String.valueOf(files.next());
      seen.add(new Seen(where.get(seen.size()) + " " + update, before.get(seen.size())));
    }
    assertThat(files.failures()).isEmpty();
    assertThat(files.complete()).isTrue();
    return new ReadResult(seen, files);
  }

  private List<Input> inputs(Kind kind, List<String> texts) throws IOException {
    List<Input> inputs = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      byte[] bytes = texts.get(i).getBytes(StandardCharsets.UTF_8);
      inputs.add(
          kind == Kind.STREAM
              ? Input.bundled("i" + i, new ByteArrayInputStream(bytes))
              : Input.file(
                  Files.write(directory.resolve("i" + i), kind == Kind.FILE ? bytes : gzip(bytes))
                      .toString()));
    }
    return inputs;
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private void assertGoesOnEverywhere(InputFormat format, Kind kind, List<String> texts)
      throws IOException {
    List<Input> first = inputs(kind, texts);
    ReadResult whole = read(first, format, StartingPoint.resumable(first.get(0)));
    List<Place> places = whole.places();
    for (int i = 0; i < places.size(); i++) {
      assertThat(places.get(i).updates()).isEqualTo(i);
      List<Input> again = inputs(kind, texts);
      StartingPoint start =
          new Resumption(again, format, () -> false)
              .find(whole.files.before(places.get(i)), places.get(i));
      ReadResult rest = read(again, format, start);
      assertThat(rest.from(0)).as("from %s on", places.get(i)).isEqualTo(whole.from(i));
      assertThat(rest.places()).isEqualTo(places.subList(i, places.size()));
      assertThat(rest.files.bytesRead()).isEqualTo(whole.files.bytesRead());
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void find_everyPlaceOfLines_resumesThere(Kind kind) throws IOException {
    String many = (LINE + "\n").repeat(2_000);
    for (List<String> texts :
        List.of(
            List.of(LINE + "\n" + LINE + "\n"),
            List.of("\uFEFF" + LINE + "\r\n\r\n \n" + LINE),
            List.of("\uFEFF\n" + LINE + "\n\uFEFF" + LINE + "\noops\n[]\n\n\n"),
            List.of("", LINE + "\n", "", "\n\n", LINE, ""),
            List.of(""),
            List.of(
                "x".repeat(LineReader.MAX_LINE_BYTES + 5) + "\n" + LINE,
                LINE + "\n" + " ".repeat(200_000) + LINE + "\n"))) {
      assertGoesOnEverywhere(InputFormat.NDJSON, kind, texts);
    }
    List<Input> first = inputs(kind, List.of(many));
    ReadResult whole = read(first, InputFormat.NDJSON, StartingPoint.resumable(first.get(0)));
    for (int i = 0; i <= 2_000; i += 97) {
      List<Input> again = inputs(kind, List.of(many));
      StartingPoint start =
          new Resumption(again, InputFormat.NDJSON, () -> false)
              .find(List.of(), whole.places().get(i));
      assertThat(read(again, InputFormat.NDJSON, start).from(0)).isEqualTo(whole.from(i));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void find_everyPlaceOfDocuments_resumesThere(Kind kind) throws IOException {
    for (List<String> texts :
        List.of(
            List.of(DOCUMENT),
            List.of("\uFEFF" + DOCUMENT + "\n\n" + OTHER_DOCUMENT + DOCUMENT + DOCUMENT + "\n"),
            List.of(OTHER_DOCUMENT, DOCUMENT, "", DOCUMENT + " 12 [] " + DOCUMENT),
            List.of(DOCUMENT + "{ oops " + DOCUMENT, DOCUMENT),
            List.of(DOCUMENT + "{\"type\":", DOCUMENT + "{"),
            List.of("\uFEFF\n{\"a\":\"\n", DOCUMENT))) {
      assertGoesOnEverywhere(InputFormat.MPARTICLE_FIREHOSE, kind, texts);
    }
  }

  @Test
  void find_placeInAFile_readsOnFromThere() throws IOException {
    List<Input> inputs = inputs(Kind.FILE, List.of((LINE + "\n").repeat(10)));
    ReadResult whole = read(inputs, InputFormat.NDJSON, StartingPoint.resumable(inputs.get(0)));
    Place middle = whole.places().get(5);
    StartingPoint start =
        new Resumption(inputs, InputFormat.NDJSON, () -> false).find(List.of(), middle);
    assertThat(middle.offset()).isEqualTo(5 * (LINE.length() + 1L));
    InputFiles files =
        new InputFiles(
            inputs, InputFormat.NDJSON, (file, line, unknown, b) -> {}, () -> false, start);
    assertThat(files.bytesRead()).isEqualTo(middle.offset());
  }

  /** Resumes in the second texts at the place after the first texts. */
  private ReadResult resume(InputFormat format, Kind kind, List<String> first, List<String> second)
      throws IOException {
    List<Input> inputs = inputs(kind, first);
    ReadResult whole = read(inputs, format, StartingPoint.resumable(inputs.get(0)));
    Place end = whole.files.place();
    List<Input> again = inputs(kind, second);
    StartingPoint start =
        new Resumption(again, format, () -> false).find(whole.files.before(end), end);
    return read(again, format, start);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void find_inputThatHasGrown_readsTheNewPart(Kind kind) throws IOException {
    InputFormat ndjson = InputFormat.NDJSON;
    String two = LINE + "\n" + LINE;
    String name = kind == Kind.STREAM ? "i0" : directory.resolve("i0").toString();
    for (String end : List.of("\n", "\r\n", "\n\n")) {
      assertThat(resume(ndjson, kind, List.of(two), List.of(two + end + "{}")).from(0))
          .singleElement()
          .asString()
          .startsWith(name + ":" + (end.equals("\n\n") ? 4 : 3) + " ");
      assertThat(resume(ndjson, kind, List.of(two + end), List.of(two + end + "{}")).from(0))
          .hasSize(1);
    }
    assertThat(resume(ndjson, kind, List.of(two + "\r"), List.of(two + "\r\n{}")).from(0))
        .hasSize(1);
    assertThat(resume(ndjson, kind, List.of(two, ""), List.of(two, "{}", "{}")).from(0)).hasSize(2);
    assertThat(
            resume(
                    InputFormat.MPARTICLE_FIREHOSE,
                    kind,
                    List.of(DOCUMENT),
                    List.of(DOCUMENT + DOCUMENT))
                .from(0))
        .hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A~B~|A~C~|has changed",
        "A~B~|A~|is shorter",
        "A~B~|''|is shorter",
        "A~B~|B~A~|has changed",
        "A~B|A~BC|continues where it had ended",
        "A~B|A~B^C|continues where it had ended",
        "A~B|A~B^|continues where it had ended",
      })
  void find_inputThatIsAnother_isRefused(String before, String now, String message)
      throws IOException {
    for (Kind kind : Kind.values()) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> resume(InputFormat.NDJSON, kind, List.of(text(before)), List.of(text(now))))
          .withMessageContaining("i0")
          .withMessageContaining(message)
          .withMessageContaining("name another checkpoint");
    }
  }

  private static String text(String letters) {
    return letters
        .replace('~', '\n')
        .replace('^', '\r')
        .replaceAll("[A-Z]", "{\"identities\":{\"customer_id\":\"$0\"},\"member_of\":[]}");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void find_earlierInputThatHasGrown_isRefused(Kind kind) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                resume(
                    InputFormat.NDJSON,
                    kind,
                    List.of(LINE + "\n", LINE),
                    List.of(LINE + "\n\n", LINE)))
        .withMessageContaining("has more bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"type\":", "{", "\""})
  void find_documentThatBrokeOffAndHasGrown_isRefused(String start) {
    for (Kind kind : Kind.values()) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  resume(
                      InputFormat.MPARTICLE_FIREHOSE,
                      kind,
                      List.of(DOCUMENT + start),
                      List.of(DOCUMENT + start + "1}")))
          .withMessageContaining("has more bytes");
    }
  }

  @Test
  void find_otherInputs_areRefused() throws IOException {
    List<Input> inputs = inputs(Kind.FILE, List.of(LINE, LINE));
    ReadResult whole = read(inputs, InputFormat.NDJSON, StartingPoint.resumable(inputs.get(0)));
    Place end = whole.files.place();
    for (List<Input> others :
        List.of(inputs.subList(0, 1), List.of(inputs.get(1), inputs.get(0)))) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  new Resumption(others, InputFormat.NDJSON, () -> false)
                      .find(whole.files.before(end), end))
          .withMessageContaining("name the inputs of the first run")
          .withMessageContaining("name another checkpoint");
    }
  }

  @Test
  void find_interruptedRun_endsAtOnceAndReadsNothing() throws IOException {
    List<Input> inputs = inputs(Kind.STREAM, List.of((LINE + "\n").repeat(3)));
    ReadResult whole = read(inputs, InputFormat.NDJSON, StartingPoint.resumable(inputs.get(0)));
    List<Input> again = inputs(Kind.STREAM, List.of((LINE + "\n").repeat(3)));
    Place middle = whole.places().get(1);
    StartingPoint start =
        new Resumption(again, InputFormat.NDJSON, () -> true).find(List.of(), middle);
    InputFiles files =
        new InputFiles(
            again, InputFormat.NDJSON, (file, line, unknown, b) -> {}, () -> true, start);
    assertThat(files.hasNext()).isFalse();
    assertThat(files.place()).isEqualTo(middle);
    assertThat(files.complete()).isFalse();
  }

  @Test
  void place_afterInputThatFailed_isUnchanged() throws IOException {
    List<Place> before = new ArrayList<>();
    Input next = inputs(Kind.FILE, List.of(LINE)).get(0);
    Input broken = Input.bundled("broken", BrokenInputStream.after(LINE + "\n"));
    InputFiles files =
        new InputFiles(
            List.of(broken, next),
            InputFormat.NDJSON,
            (file, line, unknown, place) -> before.add(place),
            () -> false,
            StartingPoint.resumable(broken));
    while (files.hasNext()) {
      assertThat(files.next()).isNotNull();
    }
    assertThat(before).hasSize(2);
    assertThat(before.get(1)).isSameAs(files.place());
    assertThat(files.place().updates()).isEqualTo(1);
    assertThat(files.place().input()).isZero();
    assertThat(files.complete()).isFalse();
  }
}
