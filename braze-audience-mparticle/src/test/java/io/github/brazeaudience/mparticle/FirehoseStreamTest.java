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
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents one after another, and a stream that breaks. */
class FirehoseStreamTest extends FirehoseBytes {
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
