package io.github.brazeaudience.receiver;

import io.github.brazeaudience.options.UsageException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Journal in which earlier versions kept messages. It is only read, to find messages that were not
 * forwarded: these would be lost without notice.
 */
final class OldJournal {
  private static final byte[] MAGIC = "BAJRNL01".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_RECORD_BYTES = 16 << 20;
  private static final int HEAD_BYTES = Byte.BYTES + Long.BYTES;
  private static final int UPDATE_FINAL = 1;
  private static final int MESSAGE_FINAL = 2;

  private OldJournal() {}

  /** Refuses a directory with messages that are not forwarded. */
  static void requireEmpty(Path directory) throws UsageException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try {
      int left = unfinished(directory);
      if (left > 0) {
        throw refusal(directory, left + " messages that are not forwarded");
      }
    } catch (IOException | UncheckedIOException e) {
      throw refusal(directory, "files that cannot be read (" + e.getMessage() + ")");
    }
  }

  private static UsageException refusal(Path directory, String content) {
    return new UsageException(
        "the journal "
            + directory
            + " of an earlier version has "
            + content
            + "; start that version until it has forwarded them, then start without --journal");
  }

  private static int unfinished(Path directory) throws IOException {
    Set<Long> open = new HashSet<>();
    Set<Long> done = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "segment-*.journal")) {
      for (Path file : files) {
        read(file, open, done);
      }
    }
    open.removeAll(done);
    return open.size();
  }

  /** Reads records of a length, a checksum, a kind, the number of a message, and more bytes. */
  private static void read(Path file, Set<Long> open, Set<Long> done) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
        throw new IOException(file.getFileName() + " is not of this journal");
      }
      while (true) {
        int length = in.readInt();
        if (length < HEAD_BYTES || length > MAX_RECORD_BYTES) {
          throw new IOException(file.getFileName() + " is damaged");
        }
        in.skipNBytes(Integer.BYTES);
        int kind = in.readByte();
        long message = in.readLong();
        if (kind == MESSAGE_FINAL) {
          done.add(message);
        } else if (kind != UPDATE_FINAL) {
          open.add(message);
        }
        in.skipNBytes(length - HEAD_BYTES);
      }
    } catch (EOFException e) {
      // The end, or an incomplete record, which was never acknowledged.
    }
  }
}
