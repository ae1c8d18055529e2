package io.github.brazeaudience.receiver.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.zip.CRC32C;

/**
 * Record of a segment: length, CRC32C of the rest, kind, sequence number of the message, and
 * payload.
 *
 * @param sequence the number of the message
 * @param payload the bytes after the sequence number
 */
record JournalRecord(Kind kind, long sequence, ByteBuffer payload) {
  /** Length and checksum. */
  static final int PREFIX_BYTES = 2 * Integer.BYTES;

  private static final int HEAD_BYTES = Byte.BYTES + Long.BYTES;

  /** Bytes of the smallest record. */
  static final int MIN_BYTES = PREFIX_BYTES + HEAD_BYTES;

  /** Bytes of the largest record; more than the largest message takes. */
  static final int MAX_BYTES = 16 << 20;

  /** Kind of a record, with its number in the file. */
  enum Kind {
    /** A message has arrived; the message follows. */
    MESSAGE(0),
    /** An update of a message is final; its index follows. */
    UPDATE_FINAL(1),
    /** All updates of a message are final. */
    MESSAGE_FINAL(2),
    /**
     * A copy of an older message whose segment is to be deleted: its final updates and the message.
     */
    COPY(3);

    private final byte code;

    Kind(int code) {
      this.code = (byte) code;
    }

    byte code() {
      return code;
    }

    static boolean isCode(int code) {
      return Arrays.stream(values()).anyMatch(kind -> kind.code == code);
    }

    static Kind ofCode(int code) {
      return Arrays.stream(values())
          .filter(kind -> kind.code == code)
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no kind has the code " + code));
    }
  }

  static long messageBytes(int length) {
    return (long) PREFIX_BYTES + HEAD_BYTES + length;
  }

  static ByteBuffer message(long sequence, byte[] message) {
    return write(Kind.MESSAGE, sequence, message.length, buffer -> buffer.put(message));
  }

  static ByteBuffer updateFinal(long sequence, int update) {
    return write(Kind.UPDATE_FINAL, sequence, Integer.BYTES, buffer -> buffer.putInt(update));
  }

  static ByteBuffer messageFinal(long sequence) {
    return write(Kind.MESSAGE_FINAL, sequence, 0, buffer -> {});
  }

  static ByteBuffer copy(long sequence, BitSet finalUpdates, ByteBuffer message) {
    byte[] bits = finalUpdates.toByteArray();
    return write(
        Kind.COPY,
        sequence,
        Integer.BYTES + bits.length + message.remaining(),
        buffer -> buffer.putInt(bits.length).put(bits).put(message));
  }

  private interface Payload {
    void put(ByteBuffer buffer);
  }

  private static ByteBuffer write(Kind kind, long sequence, int payloadBytes, Payload payload) {
    ByteBuffer buffer = ByteBuffer.allocate(PREFIX_BYTES + HEAD_BYTES + payloadBytes);
    buffer.putInt(HEAD_BYTES + payloadBytes).putInt(0);
    buffer.put(kind.code()).putLong(sequence);
    payload.put(buffer);
    buffer.flip();
    return buffer.putInt(
        Integer.BYTES, checksum(buffer.slice(PREFIX_BYTES, buffer.limit() - PREFIX_BYTES)));
  }

  /** Returns true if a record can have this length. */
  static boolean possibleLength(int length, long bytesLeft) {
    return length >= HEAD_BYTES && length <= Math.min(bytesLeft, MAX_BYTES);
  }

  /** Returns true if a record may start there. Cheaper than comparing the checksum. */
  static boolean mayBegin(ByteBuffer bytes, int at, long bytesLeft) {
    return possibleLength(bytes.getInt(at), bytesLeft - PREFIX_BYTES)
        && Kind.isCode(bytes.get(at + PREFIX_BYTES))
        && bytes.getLong(at + PREFIX_BYTES + Byte.BYTES) > 0;
  }

  /** True if the bytes match the checksum. */
  static boolean isWhole(ByteBuffer body, int checksum) {
    int kind = body.get(0);
    return checksum(body.duplicate()) == checksum && Kind.isCode(kind);
  }

  static JournalRecord parse(ByteBuffer body) {
    return new JournalRecord(Kind.ofCode(body.get()), body.getLong(), body.slice());
  }

  /** The bytes that it takes in a file. */
  int bytes() {
    return MIN_BYTES + payload.limit();
  }

  /** The index of an {@link Kind#UPDATE_FINAL}. */
  int update() {
    return payload.getInt(0);
  }

  /** The final updates of a {@link Kind#COPY}. */
  BitSet finalUpdates() {
    return BitSet.valueOf(payload.slice(Integer.BYTES, payload.getInt(0)));
  }

  /** The message of a {@link Kind#MESSAGE} or a {@link Kind#COPY}. */
  ByteBuffer message() {
    int start = kind == Kind.COPY ? Integer.BYTES + payload.getInt(0) : 0;
    return payload.slice(start, payload.limit() - start);
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
