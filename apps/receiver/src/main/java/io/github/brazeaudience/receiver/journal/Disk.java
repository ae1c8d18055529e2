package io.github.brazeaudience.receiver.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Disk operations of the journal, which tests make fail. */
interface Disk {
  Disk REAL =
      new Disk() {
        @Override
        public void write(FileChannel channel, ByteBuffer... records) throws IOException {
          int first = 0;
          while (first < records.length) {
            if (records[first].hasRemaining()) {
              channel.write(records, first, records.length - first);
            } else {
              first++;
            }
          }
        }

        @Override
        public void force(FileChannel channel) throws IOException {
          channel.force(false);
        }

        @Override
        public void forceDirectory(Path directory) throws IOException {
          if (WINDOWS) {
            return;
          }
          try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
          }
        }
      };

  /** Windows opens no directories, and needs no forcing of them. */
  boolean WINDOWS = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

  /** Writes all of the records at the end of the file. */
  void write(FileChannel channel, ByteBuffer... records) throws IOException;

  /** Waits until all that was written is on disk. */
  void force(FileChannel channel) throws IOException;

  /** Waits until the names of new files are. */
  void forceDirectory(Path directory) throws IOException;
}
