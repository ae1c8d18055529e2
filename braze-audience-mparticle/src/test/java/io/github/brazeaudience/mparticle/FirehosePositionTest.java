package io.github.brazeaudience.mparticle;

import static io.github.brazeaudience.mparticle.Firehose.customer;
import static io.github.brazeaudience.mparticle.Firehose.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.UnreadableUpdate;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines and offsets of the documents in a stream. */
class FirehosePositionTest extends FirehoseBytes {
  private static final int DOCUMENTS = Boolean.getBoolean("tests.full") ? 20_000 : 2_000;

  @Test
  void line_ofEachUpdate_isWhereItsProfileBegins() {
    FirehoseReader reader =
        FirehoseReader.of(
            new ByteArrayInputStream(
                concat(
                    Firehose.sample("raw-identities.json"),
                    bytes("\n\n" + message("{}") + message("\n\n{\n}")))));

    assertThat(reader.line()).isZero();
    assertThat(lines(reader)).containsExactly(13L, 62L, 77L, 79L);
  }

  @Test
  void line_afterHasNext_isStillThatOfTheLastUpdate() {
    FirehoseReader reader =
        FirehoseReader.of(new ByteArrayInputStream(bytes(message("{}") + "\n\n" + message("{}"))));

    reader.next();
    assertThat(reader.hasNext()).isTrue();

    assertThat(reader.line()).isEqualTo(1);
    reader.next();
    assertThat(reader.line()).isEqualTo(3);
  }

  @Test
  void line_farIntoAStream_isRight() {
    String document = message("\n" + customer("c") + "\n") + "\n";

    List<Long> lines =
        lines(FirehoseReader.of(new ByteArrayInputStream(bytes(document.repeat(5000)))));

    assertThat(lines).hasSize(5000);
    assertThat(lines.get(0)).isEqualTo(2);
    assertThat(lines.get(4999)).isEqualTo(3 * 4999 + 2);
  }

  @Test
  void line_ofABrokenDocument_isWhereReadingStopped() {
    assertThat(lineOfBroken("{\n\"a\":1,\n\"b\" x\n}\n\n\n")).isEqualTo(3);
    assertThat(lineOfBroken("\n{\n\"a\":\n[1,2\n\n\n")).isEqualTo(4);
    assertThat(lineOfBroken("{\n\"a\":\"\u0001\"}")).isEqualTo(2);
    assertThat(lineOfBroken("{\n\n\"a\":TRUE}")).isEqualTo(3);
    assertThat(lineOfBroken(message("{}").repeat(3) + "\n" + message("{}") + "\n\nx")).isEqualTo(4);
    assertThat(lineOfBroken("{\n,\n\n\n\n\"a\":\"\u0001\"}")).isEqualTo(2);
  }

  @Test
  void documentOffset_ofEachUpdate_isWhereReadingCanGoOn() {
    String text =
        "\ufeff\n"
            + message("{},\n{}")
            + "{\"type\":\"other\"}\n "
            + message("{}").repeat(DOCUMENTS)
            + "\n"
            + message("\n{},{}");
    byte[] whole = bytes(text);
    FirehoseReader reader = FirehoseReader.of(new ByteArrayInputStream(whole));
    assertThat(reader.documentOffset()).isZero();
    assertThat(reader.documentLine()).isZero();
    long offset = 0;
    int ofDocument = 0;
    for (int number = 0; reader.hasNext(); number++) {
      reader.next();
      ofDocument = reader.documentOffset() == offset ? ofDocument + 1 : 1;
      offset = reader.documentOffset();
      if (number < 10 || number > DOCUMENTS - 5) {
        int start = Math.toIntExact(offset);
        FirehoseReader again =
            FirehoseReader.of(new ByteArrayInputStream(whole, start, whole.length - start));
        for (int passed = 0; passed < ofDocument; passed++) {
          again.next();
        }
        assertThat(again.documentOffset()).isZero();
        assertThat(reader.documentLine() + again.line() - 1).isEqualTo(reader.line());
        assertThat(Firehose.drain(again)).hasSize(DOCUMENTS + 3 - number);
      }
    }
    assertThat(reader.isBroken()).isFalse();
  }

  @Test
  void documentOffset_afterHasNext_isStillThatOfTheLastUpdate() {
    FirehoseReader reader =
        FirehoseReader.of(new ByteArrayInputStream(bytes(message("{}") + "\n" + message("{}"))));
    reader.next();
    assertThat(reader.hasNext()).isTrue();
    assertThat(reader.documentOffset()).isZero();
    assertThat(reader.documentLine()).isEqualTo(1);
    reader.next();
    assertThat(reader.documentOffset()).isEqualTo(message("{}").length() + 1L);
    assertThat(reader.documentLine()).isEqualTo(2);
  }

  private static long lineOfBroken(String text) {
    FirehoseReader reader = FirehoseReader.of(new ByteArrayInputStream(bytes(text)));
    List<AudienceUpdate> updates = Firehose.drain(reader);
    assertThat(updates.get(updates.size() - 1)).isInstanceOf(UnreadableUpdate.class);
    return reader.line();
  }

  private static List<Long> lines(FirehoseReader reader) {
    List<Long> lines = new ArrayList<>();
    while (reader.hasNext()) {
      reader.next();
      lines.add(reader.line());
    }
    return lines;
  }
}
