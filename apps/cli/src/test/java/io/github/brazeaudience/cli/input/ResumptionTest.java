package io.github.brazeaudience.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** For any inputs, reading from a place returns the updates after it. */
@Timeout(60)
class ResumptionTest extends ResumptionFixture {
  private static final String OTHER_DOCUMENT = "{\"type\":\"audience_subscription_request\"}";

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
              .find(whole.files().before(places.get(i)), places.get(i));
      ReadResult rest = read(again, format, start);
      assertThat(rest.from(0)).as("from %s on", places.get(i)).isEqualTo(whole.from(i));
      assertThat(rest.places()).isEqualTo(places.subList(i, places.size()));
      assertThat(rest.files().bytesRead()).isEqualTo(whole.files().bytesRead());
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
