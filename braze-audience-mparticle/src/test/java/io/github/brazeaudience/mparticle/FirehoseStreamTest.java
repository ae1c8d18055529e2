package io.github.brazeaudience.mparticle;

import static io.github.brazeaudience.mparticle.Firehose.customer;
import static io.github.brazeaudience.mparticle.Firehose.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.audience.UnreadableUpdate.Defect;
import io.github.brazeaudience.audience.UserProfile;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents one after another, and a stream that breaks. */
class FirehoseStreamTest {
  private static final int DOCUMENTS = Boolean.getBoolean("tests.full") ? 20_000 : 2_000;

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n", "\r\n", "\t \n\n\r\n"})
  void next_severalDocuments_areReadInOrder(String between) {
    List<AudienceUpdate> updates =
        Firehose.read(
            between
                + message(customer("c-1"))
                + between
                + "{\"type\":\"other\"}"
                + between
                + message(customer("c-2"))
                + between);

    assertThat(updates)
        .extracting(update -> ((MembershipChange) update).user())
        .containsExactly(UserProfile.ofCustomerId("c-1"), UserProfile.ofCustomerId("c-2"));
  }

  @Test
  void next_byteOrderMarkAtTheStart_isIgnored() {
    assertThat(Firehose.read("\ufeff" + message("{}")))
        .hasSize(1)
        .hasOnlyElementsOfType(MembershipChange.class);
    assertThat(Firehose.read("\ufeff")).isEmpty();
  }

  @Test
  void next_byteOrderMarkLater_isMalformed() {
    List<AudienceUpdate> updates = Firehose.read(message("{}") + "\ufeff" + message("{}"));

    assertThat(updates).hasSize(2);
    assertThat(updates.get(1)).isInstanceOf(UnreadableUpdate.class);
  }

  @Test
  void next_oneByteAtATime_isTheSame() {
    byte[] sample = Firehose.sample("raw-identities.json");

    List<AudienceUpdate> updates =
        Firehose.drain(FirehoseReader.of(new Trickle(new ByteArrayInputStream(sample))));

    assertThat(updates)
        .usingRecursiveFieldByFieldElementComparator()
        .isEqualTo(Firehose.read(sample));
  }

  @Test
  void next_noMoreUpdates_throws() {
    FirehoseReader reader = FirehoseReader.of(InputStream.nullInputStream());

    assertThat(reader.hasNext()).isFalse();
    assertThatThrownBy(reader::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("hasNext()");
  }

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{}|false", "[]|false", "12|false", "{|true", "x|true"})
  void isBroken_lastDocument_onlyIfItIsNoJson(String last, boolean broken) {
    FirehoseReader reader =
        FirehoseReader.of(new ByteArrayInputStream(bytes(message("{}") + last)));
    reader.next();
    assertThat(reader.isBroken()).isFalse();
    Firehose.drain(reader);
    assertThat(reader.isBroken()).isEqualTo(broken);
  }

  private static long lineOfBroken(String text) {
    FirehoseReader reader = FirehoseReader.of(new ByteArrayInputStream(bytes(text)));
    List<AudienceUpdate> updates = Firehose.drain(reader);
    assertThat(updates.get(updates.size() - 1)).isInstanceOf(UnreadableUpdate.class);
    return reader.line();
  }

  @Test
  void hasNext_streamFails_throwsUncheckedAndStaysSo() {
    IOException broken = new EOFException("the disk is gone");
    FirehoseReader reader =
        FirehoseReader.of(
            new SequenceInputStream(
                new ByteArrayInputStream(bytes(message("{}") + "\n{\"type\":")), failing(broken)));

    assertThat(reader.next()).isInstanceOf(MembershipChange.class);
    assertThatThrownBy(reader::hasNext).isInstanceOf(UncheckedIOException.class).hasCause(broken);
    assertThatThrownBy(reader::next).isInstanceOf(UncheckedIOException.class).hasCause(broken);
    assertThat(reader.line()).isEqualTo(1);
  }

  @Test
  void next_streamIsNeverClosed() {
    boolean[] closed = new boolean[1];
    InputStream stream =
        new ByteArrayInputStream(bytes(message("{}") + "x")) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };

    Firehose.drain(FirehoseReader.of(stream));

    assertThat(closed[0]).isFalse();
  }

  @Test
  void hasNext_firstDocumentComplete_doesNotWaitForTheNext() {
    InputStream stream =
        new SequenceInputStream(
            new ByteArrayInputStream(bytes(message("{}"))),
            failing(new IOException("read too far")));

    assertThat(FirehoseReader.of(stream).next()).isInstanceOf(MembershipChange.class);
  }

  @Test
  void next_documentAtTheLimit_isReadAndOneByteMoreIsMalformed() {
    byte[] document = bytes(message(customer("c-1")));
    byte[] two = concat(document, bytes("\n" + message(customer("c-1"))));

    List<AudienceUpdate> fits = Firehose.drain(limited(two, document.length));
    FirehoseReader reader = limited(two, document.length - 1);
    List<AudienceUpdate> tooLarge = Firehose.drain(reader);

    assertThat(fits).hasSize(2).hasOnlyElementsOfType(MembershipChange.class);
    assertThat(tooLarge).hasSize(1);
    UnreadableUpdate unreadable = (UnreadableUpdate) tooLarge.get(0);
    assertThat(unreadable.defect()).isEqualTo(Defect.MALFORMED_INPUT);
    assertThat(unreadable.message()).contains("MiB, the most that is read");
    assertThat(reader.line()).isEqualTo(1);
  }

  @Test
  void next_whiteSpaceBetweenDocuments_doesNotCountAgainstTheLimit() {
    byte[] document = bytes(" ".repeat(100_000) + message("{}") + "\n".repeat(100_000));

    assertThat(Firehose.drain(limited(document, 1000))).hasSize(1);
  }

  private static FirehoseReader limited(byte[] bytes, long limit) {
    return FirehoseReader.withDocumentLimit(new ByteArrayInputStream(bytes), limit);
  }

  private static List<Long> lines(FirehoseReader reader) {
    List<Long> lines = new ArrayList<>();
    while (reader.hasNext()) {
      reader.next();
      lines.add(reader.line());
    }
    return lines;
  }

  private static InputStream failing(IOException failure) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw failure;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        throw failure;
      }
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Gives a byte at a time, as a slow network may. */
  private static final class Trickle extends InputStream {
    private final InputStream input;

    private Trickle(InputStream input) {
      this.input = input;
    }

    @Override
    public int read() throws IOException {
      return input.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return input.read(bytes, offset, Math.min(length, 1));
    }
  }
}
