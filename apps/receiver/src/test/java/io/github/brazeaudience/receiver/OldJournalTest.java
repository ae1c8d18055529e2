package io.github.brazeaudience.receiver;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.options.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldJournalTest {
  private static final int MESSAGE = 0;
  private static final int UPDATE_FINAL = 1;
  private static final int MESSAGE_FINAL = 2;
  private static final int COPY = 3;

  @TempDir Path directory;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  private void begin() throws IOException {
    bytes.reset();
    out.write("BAJRNL01".getBytes(StandardCharsets.US_ASCII));
  }

  private void add(int kind, long message, int payloadBytes) throws IOException {
    out.writeInt(Byte.BYTES + Long.BYTES + payloadBytes);
    out.writeInt(0);
    out.writeByte(kind);
    out.writeLong(message);
    out.write(new byte[payloadBytes]);
  }

  private void write(int number) throws IOException {
    Files.write(
        directory.resolve("segment-00000000000" + number + ".journal"), bytes.toByteArray());
  }

  private void assertRefused(String content) {
    assertThatThrownBy(() -> OldJournal.requireEmpty(directory))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(content)
        .hasMessageContaining("start that version until it has forwarded them");
  }

  private void assertAccepted() {
    assertThatCode(() -> OldJournal.requireEmpty(directory)).doesNotThrowAnyException();
  }

  @Test
  void requireEmpty_noDirectoryOrNoFile_passes() throws IOException {
    assertAccepted();
    Files.createFile(directory.resolve("lock"));
    assertAccepted();
    assertThatCode(() -> OldJournal.requireEmpty(directory.resolve("missing")))
        .doesNotThrowAnyException();
  }

  @Test
  void requireEmpty_allMessagesFinal_passes() throws IOException {
    begin();
    add(MESSAGE, 1, 500);
    add(MESSAGE, 2, 0);
    add(UPDATE_FINAL, 1, 4);
    write(1);
    begin();
    add(COPY, 1, 520);
    add(MESSAGE_FINAL, 2, 0);
    add(MESSAGE_FINAL, 1, 0);
    write(2);
    assertAccepted();
  }

  @Test
  void requireEmpty_unfinishedMessages_isRefusedWithTheirNumber() throws IOException {
    begin();
    add(MESSAGE, 1, 500);
    add(MESSAGE, 2, 500);
    add(COPY, 3, 500);
    add(MESSAGE_FINAL, 2, 0);
    write(1);
    assertRefused("2 messages that are not forwarded");
  }

  /** It was never acknowledged. */
  @Test
  void requireEmpty_incompleteRecordAtTheEnd_passes() throws IOException {
    begin();
    out.writeInt(500);
    out.writeInt(0);
    write(1);
    assertAccepted();
  }

  @Test
  void requireEmpty_otherFileOrDamage_isRefused() throws IOException {
    begin();
    out.writeInt(-1);
    write(1);
    assertRefused("is damaged");
    Files.writeString(directory.resolve("segment-000000000001.journal"), "BAJRNL99 and more");
    assertRefused("is not of this journal");
  }
}
