package io.github.brazeaudience.receiver.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyTest {
  private static final int MAX_BYTES = Body.MAX_MIB << 20;

  private final BodyMemory memory = new BodyMemory(3L * MAX_BYTES);
  private final Body body = new Body(memory);

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "-1, , ",
    "0, identity, ",
    "16777216, gzip, ",
    "5, ' X-GZIP ', ",
    "16777217, , MESSAGE_TOO_LARGE",
    "1, br, UNSUPPORTED_ENCODING",
    "1, 'gzip, gzip', UNSUPPORTED_ENCODING"
  })
  void refusal_ofHeaders_isKnownBeforeTheBodyIsRead(
      long declared, String encoding, Problem expected) {
    assertThat(Body.refusal(declared, encoding)).isEqualTo(expected);
  }

  @Test
  void add_upToTheLimit_fits() {
    byte[] bytes = new byte[MAX_BYTES];
    assertThat(body.add(bytes, MAX_BYTES)).isNull();
    assertThat(body.add(bytes, 1)).isEqualTo(Problem.MESSAGE_TOO_LARGE);
    assertThat(body.bytes()).hasSize(MAX_BYTES);
  }

  @Test
  void add_whileOtherBodiesTakeTheMemory_isBusyUntilTheyEnd() {
    Body other = new Body(memory);
    memory.tryReserve(2L * MAX_BYTES);
    assertThat(other.add(new byte[MAX_BYTES], MAX_BYTES)).isNull();
    assertThat(body.add(new byte[1], 1)).isEqualTo(Problem.BUSY);

    other.release();
    other.release();
    assertThat(body.add(new byte[1], 1)).isNull();
    assertThat(memory.reserved()).isEqualTo(2L * MAX_BYTES + 1);
  }

  @Test
  void uncompress_gzip_returnsTheContent() throws IOException {
    byte[] compressed = gzip(new byte[] {1, 2, 3});
    body.add(compressed, compressed.length);
    assertThat(body.uncompress()).isNull();
    assertThat(body.bytes()).containsExactly(1, 2, 3);
    body.release();
    assertThat(memory.reserved()).isZero();
  }

  @Test
  void uncompress_other_changesNothing() {
    body.add(new byte[] {'{', '}'}, 2);
    assertThat(body.uncompress()).isNull();
    assertThat(body.bytes()).containsExactly('{', '}');
  }

  @Test
  void uncompress_overTheLimit_isTooLarge() throws IOException {
    byte[] bomb = gzip(new byte[MAX_BYTES + 1]);
    body.add(bomb, bomb.length);
    assertThat(body.uncompress()).isEqualTo(Problem.MESSAGE_TOO_LARGE);
  }

  @Test
  void uncompress_endsEarly_isBadEncoding() throws IOException {
    byte[] whole = gzip(new byte[] {1, 2, 3});
    body.add(whole, whole.length - 9);
    assertThat(body.uncompress()).isEqualTo(Problem.BAD_ENCODING);
  }
}
