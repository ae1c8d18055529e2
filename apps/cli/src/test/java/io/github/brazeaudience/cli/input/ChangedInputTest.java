package io.github.brazeaudience.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs that have grown or changed since the place in them was recorded. */
@Timeout(60)
class ChangedInputTest extends ResumptionFixture {
  /** Resumes in the second texts at the place after the first texts. */
  private ReadResult resume(InputFormat format, Kind kind, List<String> first, List<String> second)
      throws IOException {
    List<Input> inputs = inputs(kind, first);
    ReadResult whole = read(inputs, format, StartingPoint.resumable(inputs.get(0)));
    Place end = whole.files().place();
    List<Input> again = inputs(kind, second);
    StartingPoint start =
        new Resumption(again, format, () -> false).find(whole.files().before(end), end);
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
    Place end = whole.files().place();
    for (List<Input> others :
        List.of(inputs.subList(0, 1), List.of(inputs.get(1), inputs.get(0)))) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  new Resumption(others, InputFormat.NDJSON, () -> false)
                      .find(whole.files().before(end), end))
          .withMessageContaining("name the inputs of the first run")
          .withMessageContaining("name another checkpoint");
    }
  }
}
