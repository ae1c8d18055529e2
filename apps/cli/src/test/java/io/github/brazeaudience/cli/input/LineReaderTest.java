package io.github.brazeaudience.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
  private static final int MAX = LineReader.MAX_LINE_BYTES;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "a~b~|1:a,2:b",
        "a~b|1:a,2:b",
        "a^~b^~|1:a,2:b",
        "a~~b~|1:a,2:,3:b",
        "~|1:",
        "^~|1:",
        "a^b~|1:a^b",
        "a^|1:a",
        "'a^^~'|1:a^"
      })
  void next_endsOfLines_splitsAtLfAndCrlfOnly(String text, String wanted) throws IOException {
    assertThat(String.join(",", lines(bytes(text)))).isEqualTo(wanted.replace('^', '\r'));
  }

  @Test
  void next_nothing_hasNoLine() throws IOException {
    assertThat(lines(new byte[0])).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "EF BB BF 61,1:a",
    "EF BB BF,''",
    "EF BB BF 0A 61,'1:,2:a'",
    "61 0A EF BB BF 62,kept"
  })
  void next_byteOrderMark_isLeftOutAtTheStartOnly(String hex, String wanted) throws IOException {
    List<String> lines = lines(HexFormat.ofDelimiter(" ").parseHex(hex));
    if (wanted.equals("kept")) {
      assertThat(lines).containsExactly("1:a", "2:\uFEFFb");
    } else {
      assertThat(String.join(",", lines)).isEqualTo(wanted);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0,\\n,false",
    "0,\\r\\n,false",
    "0,'',false",
    "1,\\n,true",
    "1,\\r\\n,true",
    "1,'',true"
  })
  void next_lineAtTheLimit_isTooLongOnlyBeyondIt(int over, String end, boolean tooLong)
      throws IOException {
    String ending = end.replace("\\r", "\r").replace("\\n", "\n");
    LineReader reader =
        new LineReader(
            in(bytes("x".repeat(MAX + over) + ending + (ending.isEmpty() ? "" : "next"))));
    assertThat(reader.next()).isTrue();
    assertThat(reader.tooLong()).isEqualTo(tooLong);
    if (!tooLong) {
      assertThat(reader.length()).isEqualTo(MAX);
    }
    if (!ending.isEmpty()) {
      assertThat(reader.next()).isTrue();
      assertThat(text(reader)).isEqualTo("2:next");
    }
  }

  @Test
  void next_byteOrderMarkAndCrlfAroundALineAtTheLimit_isNotTooLong() throws IOException {
    LineReader reader = new LineReader(in(bytes("\uFEFF" + "x".repeat(MAX) + "\r\n")));
    assertThat(reader.next()).isTrue();
    assertThat(reader.tooLong()).isFalse();
    assertThat(reader.length()).isEqualTo(MAX);
  }

  @Test
  void next_lineOfManyTimesTheLimit_isSkippedInConstantMemory() throws IOException {
    InputStream endless =
        new InputStream() {
          private long left = 40L * MAX;

          @Override
          public int read() {
            return left-- > 0 ? 'x' : -1;
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            int given = (int) Math.min(length, left);
            left -= given;
            return given == 0 ? -1 : given;
          }
        };
    LineReader reader = new LineReader(new SequenceInputStream(endless, in(bytes("\nnext\n"))));
    assertThat(reader.next()).isTrue();
    assertThat(reader.tooLong()).isTrue();
    assertThat(reader.bytes().length).isLessThanOrEqualTo(MAX + 1);
    assertThat(reader.next()).isTrue();
    assertThat(text(reader)).isEqualTo("2:next");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void next_streamInPiecesOfAnySize_returnsTheSameLines(long seed) throws IOException {
    Random random = new Random(seed);
    List<String> wanted = new ArrayList<>();
    StringBuilder text = new StringBuilder("\uFEFF");
    for (int i = 1; i <= 500; i++) {
      String line = "é🚀x".repeat(random.nextInt(300));
      wanted.add(i + ":" + line);
      text.append(line).append(random.nextBoolean() ? "\n" : "\r\n");
    }
    InputStream pieces =
        new FilterInputStream(in(bytes(text.toString()))) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(700)));
          }
        };
    assertThat(lines(new LineReader(pieces))).as("seed %d", seed).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({
    "'',true",
    "' ',true",
    "'\t \r',true",
    "'\u000b\f',true",
    "x,false",
    "'\u00a0',false"
  })
  void isBlank_onlyWhiteSpace_isTrue(String line, boolean blank) throws IOException {
    LineReader reader = new LineReader(in(bytes(line + "\n")));
    assertThat(reader.next()).isTrue();
    assertThat(reader.isBlank()).isEqualTo(blank);
  }

  private static List<String> lines(byte[] bytes) throws IOException {
    return lines(new LineReader(in(bytes)));
  }

  private static List<String> lines(LineReader reader) throws IOException {
    List<String> lines = new ArrayList<>();
    while (reader.next()) {
      lines.add(text(reader));
    }
    return lines;
  }

  private static String text(LineReader reader) {
    return reader.number()
        + ":"
        + new String(reader.bytes(), 0, reader.length(), StandardCharsets.UTF_8);
  }

  /** In the tables, ~ is LF and ^ is CR. */
  private static byte[] bytes(String text) {
    return text.replace('~', '\n').replace('^', '\r').getBytes(StandardCharsets.UTF_8);
  }

  private static InputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }
}
