package io.github.brazeaudience.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class InputFilesTest {
  private static final String LINE = "{\"member_of\":[]}\n";

  @TempDir Path directory;
  private final List<String> arrivals = new ArrayList<>();

  @Test
  void next_severalInputs_comeInOrderWithTheirOrigins() throws IOException {
    String one = file("one", LINE + "\n" + LINE);
    String two = file("two", "bad\n");
    String empty = file("empty", "");
    InputFiles files =
        files(
            Input.file(one),
            Input.standard(stream(LINE)),
            Input.file(empty),
            Input.file(two),
            Input.file(one));
    assertThat(count(files)).isEqualTo(6);
    assertThat(arrivals)
        .containsExactly(one + ":1", one + ":3", "-:1", two + ":1", one + ":1", one + ":3");
    assertThat(files.failures()).isEmpty();
    assertThat(files.bytesRead()).isEqualTo(5 * LINE.length() + 6);
    assertThatThrownBy(files::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void next_inputThatBreaks_returnsEarlierUpdatesAndContinues() throws IOException {
    InputStream broken = BrokenInputStream.after(LINE);
    String next = file("next", LINE);
    InputFiles files = files(Input.bundled("broken", broken), Input.file(next));
    assertThat(count(files)).isEqualTo(2);
    assertThat(arrivals).containsExactly("broken:1", next + ":1");
    assertThat(files.failures())
        .singleElement()
        .asString()
        .contains("broken")
        .contains(BrokenInputStream.MESSAGE);
  }

  @Test
  void next_fileThatVanished_isAFailure() throws IOException {
    String name = file("gone", LINE);
    Input input = Input.file(name);
    Files.delete(Path.of(name));
    InputFiles files = files(input);
    assertThat(files.hasNext()).isFalse();
    assertThat(files.failures()).singleElement().asString().contains("gone");
  }

  @Test
  void next_interruptedRun_readsFilesToTheirEndsButNotStandardInput() throws IOException {
    String name = file("file", LINE + LINE);
    try (InputFiles files =
        new InputFiles(
            List.of(Input.standard(stream(LINE)), Input.file(name)),
            InputFormat.NDJSON,
            (file, line, unknown, before) -> arrivals.add(file + ":" + line),
            () -> true)) {
      assertThat(count(files)).isEqualTo(2);
      assertThat(arrivals).containsExactly(name + ":1", name + ":2");
      assertThat(files.failures()).isEmpty();
    }
  }

  private InputFiles files(Input... inputs) {
    return new InputFiles(
        List.of(inputs),
        InputFormat.NDJSON,
        (file, line, unknown, before) -> arrivals.add(file + ":" + line),
        () -> false);
  }

  private static int count(InputFiles files) {
    int count = 0;
    while (files.hasNext()) {
      assertThat(files.next()).isNotNull();
      count++;
    }
    return count;
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content).toString();
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
