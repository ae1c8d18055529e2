package io.github.brazeaudience.receiver.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** A journal directory for tests, with the notices from opening it. */
final class JournalFiles implements JournalListener {
  static final JournalLimits ONE_SEGMENT = new JournalLimits(1 << 20, 1 << 16);

  private final Path directory;
  private final List<String> notices = Collections.synchronizedList(new ArrayList<>());

  JournalFiles(Path directory) {
    this.directory = directory;
  }

  Journal open(JournalLimits limits, Disk disk) throws IOException {
    notices.clear();
    return Journal.open(directory, limits, this, disk);
  }

  Journal open() throws IOException {
    return open(ONE_SEGMENT, Disk.REAL);
  }

  /** Opens the journal, and returns the messages that it hands out. */
  List<String> messages() throws IOException {
    try (Journal journal = open()) {
      return entries(journal).stream().map(JournalFiles::text).toList();
    }
  }

  List<String> notices() {
    return notices;
  }

  /** All files of the directory but the lock, with their bytes in Latin-1. */
  Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(path -> !path.endsWith("lock")).toList()) {
        contents.put(
            file.getFileName().toString(), new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
    return contents;
  }

  List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> Segment.number(file).isPresent()).sorted().toList();
    }
  }

  void deleteAll() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  static void append(Journal journal, String... messages) {
    for (String message : messages) {
      journal.append(message.getBytes(UTF_8)).toCompletableFuture().join();
    }
  }

  /** Appends a message and returns why it was not kept, null if it was. */
  static Throwable tryAppend(Journal journal, String message) {
    try {
      append(journal, message);
      return null;
    } catch (CompletionException e) {
      return e.getCause();
    }
  }

  static List<JournalEntry> entries(Journal journal) throws IOException {
    List<JournalEntry> entries = new ArrayList<>();
    for (JournalEntry entry = journal.next(); entry != null; entry = journal.next()) {
      entries.add(entry);
    }
    return entries;
  }

  static String text(JournalEntry entry) {
    return new String(entry.message(), UTF_8);
  }

  @Override
  public void found(byte[] message) {}

  @Override
  public void notice(String text) {
    notices.add(text);
  }

  @Override
  public void failed(Throwable failure) {
    notices.add("failed: " + failure);
  }
}
