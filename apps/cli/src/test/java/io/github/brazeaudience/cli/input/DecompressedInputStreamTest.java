package io.github.brazeaudience.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecompressedInputStreamTest {
  private static final String LINE = "{\"identities\":{\"customer_id\":\"u\"},\"member_of\":[]}\n";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "\u001f", "{\"member_of\":[]}\n", "\u001fa"})
  void read_streamThatIsNotGzip_passesThrough(String text) throws IOException {
    assertThat(decompressed(utf8(text))).isEqualTo(text);
  }

  @Test
  void read_gzip_isDecompressed() throws IOException {
    String text = LINE.repeat(100_000);
    assertThat(decompressed(gzip(text))).isEqualTo(text);
  }

  @Test
  void read_emptyMember_hasNoBytes() throws IOException {
    assertThat(decompressed(gzip(""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8192})
  void read_severalMembersInChunksOfAnySize_areOneText(int chunk) throws IOException {
    byte[] members = concat(gzip(LINE), gzip(""), gzip("second\n"), new byte[512], gzip("third"));
    try (InputStream in = new DecompressedInputStream(new ChunkedInputStream(members, chunk))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(LINE + "second\nthird");
    }
  }

  @Test
  void read_headerWithAllParts_isPassedOver() throws IOException {
    byte[] plain = gzip(LINE);
    byte[] header =
        HexFormat.of().parseHex("1f8b081e000000000003" + "0200aabb" + "6e00" + "6300" + "1234");
    assertThat(decompressed(concat(header, Arrays.copyOfRange(plain, 10, plain.length))))
        .isEqualTo(LINE);
  }

  @Test
  void read_truncatedAnywhere_failsAfterTheRemainingBytes() throws IOException {
    byte[] whole = concat(gzip(LINE), gzip(LINE));
    int first = gzip(LINE).length;
    for (int length = 2; length < whole.length; length++) {
      if (length == first) {
        continue;
      }
      InputStream in = new DecompressedInputStream(stream(Arrays.copyOf(whole, length)));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertThatThrownBy(() -> in.transferTo(out))
          .as("%d bytes", length)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("gzip");
      assertThat(LINE + LINE).startsWith(out.toString(StandardCharsets.UTF_8));
      if (length > first) {
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith(LINE);
      }
    }
  }

  @Test
  void read_otherBytesAfterAMember_fail() throws IOException {
    InputStream in = new DecompressedInputStream(stream(concat(gzip(LINE), utf8(LINE))));
    assertThatThrownBy(in::readAllBytes)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gzip");
  }

  @Test
  void read_anyByteDamaged_failsOrIsStillRight() throws IOException {
    byte[] good = gzip(LINE);
    for (int at = 2; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= 0x10;
      InputStream in = new DecompressedInputStream(stream(bad));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try {
        in.transferTo(out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(LINE);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("gzip");
      }
    }
  }

  @Test
  void next_gzipFileWithByteOrderMarkAndCrlf_isRead() throws IOException {
    Path file = directory.resolve("users.gz");
    Files.write(file, concat(gzip("\uFEFF" + LINE), gzip(LINE.replace("\n", "\r\n"))));
    List<AudienceUpdate> updates = new ArrayList<>();
    try (InputFiles files = files(Input.file(file.toString()))) {
      files.forEachRemaining(updates::add);
      assertThat(files.failures()).isEmpty();
    }
    assertThat(updates).hasSize(2).allMatch(MembershipSnapshot.class::isInstance);
  }

  @Test
  void next_truncatedGzip_keepsTheLinesBeforeAndNotesTheFile() throws IOException {
    byte[] whole = gzip(LINE);
    byte[] truncated = concat(gzip(LINE.repeat(3)), Arrays.copyOf(whole, whole.length - 4));
    List<AudienceUpdate> updates = new ArrayList<>();
    try (InputFiles files = files(Input.standard(stream(truncated)))) {
      files.forEachRemaining(updates::add);
      assertThat(files.failures()).singleElement().asString().contains("ends in the middle");
    }
    assertThat(updates).hasSize(4);
  }

  @Test
  void size_ofGzip_isUnknown() throws IOException {
    Path file = directory.resolve("users.gz");
    Files.write(file, gzip(LINE));
    assertThat(Input.file(file.toString()).size()).isEqualTo(-1);
  }

  private static InputFiles files(Input input) {
    return new InputFiles(
        List.of(input), InputFormat.NDJSON, (file, line, unknown, before) -> {}, () -> false);
  }

  private static String decompressed(byte[] bytes) throws IOException {
    try (InputStream in = new DecompressedInputStream(stream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(utf8(text));
    }
    return out.toByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A pipe whose reads return a few bytes, and whose {@code available} is always 0. */
  private static final class ChunkedInputStream extends InputStream {
    private final InputStream in;
    private final int most;

    ChunkedInputStream(byte[] bytes, int most) {
      this.in = stream(bytes);
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return in.read(target, offset, Math.min(length, most));
    }
  }
}
