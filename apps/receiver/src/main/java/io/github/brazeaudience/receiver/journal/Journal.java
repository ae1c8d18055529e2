package io.github.brazeaudience.receiver.journal;

import io.github.brazeaudience.receiver.journal.JournalWriter.Append;
import io.github.brazeaudience.receiver.journal.JournalWriter.Final;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Durable queue of messages, which are removed when all their updates are final. Any thread may
 * append and report final updates; one thread calls {@link #next}.
 */
public final class Journal implements AutoCloseable {
  private static final String LOCK = "lock";

  /** The maximum number of records per write. */
  private static final int MAX_BATCH = 1024;

  private final FileChannel lock;
  private final JournalLimits limits;
  private final Segments segments;
  private final Cursor cursor;
  private final JournalWriter writer;
  private final int unfinishedAtStart;
  private final BlockingQueue<Object> work = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::write, "journal");
  private volatile Runnable appended = () -> {};
  private boolean closed;
  private @Nullable IOException closeFailure;

  /** What ends the thread. */
  private enum End {
    HERE
  }

  private Journal(
      FileChannel lock,
      JournalLimits limits,
      Segments segments,
      Disk disk,
      Recovery recovery,
      JournalListener listener)
      throws IOException {
    this.lock = lock;
    this.limits = limits;
    this.segments = segments;
    this.cursor = new Cursor(segments, recovery, listener);
    this.writer =
        new JournalWriter(
            segments,
            cursor,
            new SegmentWriter(segments, disk, limits.segmentBytes()),
            recovery,
            listener);
    segments.removeFinished();
    this.unfinishedAtStart = segments.all().values().stream().mapToInt(Segment::unfinished).sum();
    thread.setUncaughtExceptionHandler((failed, e) -> listener.failed(e));
    thread.start();
  }

  /**
   * Opens the journal in a directory. Creates the directory if it is missing.
   *
   * @throws IOException if the directory cannot be read or written, or another process has it open;
   *     the message states the cause
   */
  public static Journal open(Path directory, JournalLimits limits, JournalListener listener)
      throws IOException {
    return open(directory, limits, listener, Disk.REAL);
  }

  static Journal open(Path directory, JournalLimits limits, JournalListener listener, Disk disk)
      throws IOException {
    Files.createDirectories(directory);
    FileChannel lock = lock(directory);
    try {
      Segments segments = new Segments(directory, disk);
      Recovery recovery = Recovery.read(segments, listener);
      return new Journal(lock, limits, segments, disk, recovery, listener);
    } catch (Throwable e) {
      lock.close();
      throw e;
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock held = null;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      // As if another process held it.
    }
    if (held == null) {
      channel.close();
      throw new IOException(
          "the journal "
              + directory
              + " is in use by another receiver; give each its own directory");
    }
    return channel;
  }

  /** The number of unfinished messages when the journal was opened. */
  public int unfinishedAtStart() {
    return unfinishedAtStart;
  }

  /** The bytes of its files. */
  public long bytes() {
    return segments.bytes().get();
  }

  /**
   * The number of unreadable bytes found since the journal was opened; the disk has changed them.
   */
  public long unreadableBytes() {
    return segments.unreadable().get();
  }

  /** True if the last messages could not be written, so the next ones probably cannot either. */
  public boolean isFailing() {
    return writer.isFailing();
  }

  /** Is run, on the journal's thread, whenever there may be a next message. */
  public void onAppended(Runnable task) {
    appended = task;
  }

  /**
   * Keeps a message.
   *
   * @return completes when it is on disk; exceptionally, with a {@link JournalFullException} or an
   *     {@link IOException}, if it is not kept
   */
  public CompletionStage<@Nullable Void> append(byte[] message) {
    CompletableFuture<@Nullable Void> written = new CompletableFuture<>();
    long bytes = JournalRecord.messageBytes(message.length);
    if (bytes > JournalRecord.MAX_BYTES) {
      written.completeExceptionally(
          new IOException("a message with " + message.length + " bytes is too large"));
    } else if (segments.bytes().addAndGet(bytes) > limits.maxBytes()) {
      segments.bytes().addAndGet(-bytes);
      written.completeExceptionally(new JournalFullException(limits.maxBytes()));
    } else if (!enqueue(new Append(message, written))) {
      segments.bytes().addAndGet(-bytes);
      written.completeExceptionally(closed());
    }
    return written;
  }

  /**
   * Returns the next message to forward, in order of arrival, beginning with the messages that were
   * unfinished when the journal was opened.
   *
   * @return null if there is none at present
   * @throws IOException if the message cannot be read at present
   */
  public @Nullable JournalEntry next() throws IOException {
    return cursor.next();
  }

  /** An update of a message that was handed out is final, but not all of them are. */
  public void updateFinal(long sequence, int update) {
    var unused = enqueue(new Final(sequence, update));
  }

  /** All updates of a message that was handed out are final: it is removed. */
  public void messageFinal(long sequence) {
    var unused = enqueue(new Final(sequence, Final.ALL));
  }

  private synchronized boolean enqueue(Object item) {
    return !closed && work.add(item);
  }

  private void write() {
    try {
      writeAll();
      writer.close();
    } catch (IOException e) {
      closeFailure = e;
    } finally {
      refuseTheRest();
    }
  }

  private void writeAll() {
    List<Object> batch = new ArrayList<>();
    while (!batch.contains(End.HERE)) {
      batch.clear();
      try {
        batch.add(work.take());
      } catch (InterruptedException e) {
        throw new IllegalStateException("the thread of the journal is never interrupted", e);
      }
      work.drainTo(batch, MAX_BATCH);
      List<Append> appends = only(Append.class, batch);
      try {
        writer.write(appends, only(Final.class, batch));
      } finally {
        appends.forEach(append -> append.written().completeExceptionally(closed()));
      }
      if (!appends.isEmpty()) {
        appended.run();
      }
    }
  }

  /** There is nothing left but when the thread has failed. */
  private void refuseTheRest() {
    synchronized (this) {
      closed = true;
    }
    for (Object item = work.poll(); item != null; item = work.poll()) {
      if (item instanceof Append append) {
        append.written().completeExceptionally(closed());
      }
    }
  }

  private static IOException closed() {
    return new IOException("the journal is closed");
  }

  private static <T> List<T> only(Class<T> type, List<Object> batch) {
    return batch.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Writes all records and closes the files. {@link #next} must not be running. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      if (!closed) {
        closed = true;
        work.add(End.HERE);
      }
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    try (lock) {
      cursor.close();
      if (closeFailure != null) {
        throw closeFailure;
      }
    }
  }
}
