package io.github.brazeaudience.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.cli.input.LineReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.local.LocalDataInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineFormatTest {
  @TempDir Path directory;

  @Test
  void lines_areBytes_withoutBlankOnes() throws Exception {
    assertThat(lines("\u00fc\r\n\n  \nb".getBytes(StandardCharsets.ISO_8859_1)))
        .containsExactly(new byte[] {(byte) 0xFC}, new byte[] {'b'});
  }

  @Test
  void line_thatIsTooLong_isAnEmptyOne() throws Exception {
    String text = "a\n" + "x".repeat(LineReader.MAX_LINE_BYTES + 1) + "\nb\n";
    assertThat(lines(text.getBytes(StandardCharsets.UTF_8)))
        .containsExactly(new byte[] {'a'}, new byte[0], new byte[] {'b'});
  }

  private List<byte[]> lines(byte[] file) throws Exception {
    Path path = Files.write(directory.resolve("file"), file);
    List<byte[]> lines = new ArrayList<>();
    try (var reader =
        new LineFormat()
            .createReader(new Configuration(), new LocalDataInputStream(path.toFile()))) {
      for (byte[] line = reader.read(); line != null; line = reader.read()) {
        lines.add(line);
      }
    }
    return lines;
  }
}
