package io.github.brazeaudience.mparticle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.UnreadableUpdate;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Streams far larger than what may be held. */
class FirehoseMemoryTest {
  private static final long MIB = 1 << 20;

  @Test
  void next_streamOfManyDocuments_holdsOneDocument() {
    byte[] document = Firehose.sample("raw-identities.json");
    long copies = 32 * MIB / document.length;
    Repeated stream = new Repeated(document, copies);
    FirehoseReader reader = FirehoseReader.of(stream);

    long updates = 0;
    while (reader.hasNext()) {
      long readAhead = stream.given - (updates / 2) * document.length;
      assertThat(readAhead).isLessThan(64 * 1024);
      reader.next();
      updates++;
    }

    assertThat(updates).isEqualTo(2 * copies);
    assertThat(reader.line()).isEqualTo((copies - 1) * 74 + 62);
  }

  @Test
  void next_documentThatNeverEnds_isGivenUpAtTheLimit() {
    byte[] text = "0123456789abcdef".repeat(64).getBytes(StandardCharsets.US_ASCII);
    Repeated stream = new Repeated("{\"a\":\"".getBytes(StandardCharsets.US_ASCII), text, 1 << 30);
    FirehoseReader reader = FirehoseReader.of(stream);

    UnreadableUpdate update = (UnreadableUpdate) reader.next();

    assertThat(update.message()).contains("more than 64 MiB");
    assertThat(stream.given).isBetween(64 * MIB, 64 * MIB + 8192);
    assertThat(reader.hasNext()).isFalse();
  }

  /** The same bytes again and again. */
  private static final class Repeated extends InputStream {
    private final byte[] bytes;
    private byte[] current;
    private long left;
    private int at;
    private long given;

    private Repeated(byte[] bytes, long copies) {
      this(new byte[0], bytes, copies);
    }

    private Repeated(byte[] first, byte[] bytes, long copies) {
      this.current = first;
      this.bytes = bytes;
      this.left = copies;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("the reader takes bytes in bulk");
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (at == current.length) {
        if (left == 0) {
          return -1;
        }
        left--;
        at = 0;
        current = bytes;
      }
      int count = Math.min(length, current.length - at);
      System.arraycopy(current, at, target, offset, count);
      at += count;
      given += count;
      return count;
    }
  }
}
