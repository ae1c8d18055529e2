package io.github.brazeaudience.receiver.journal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One file of the journal. */
final class Segment {
  /** Header of a file: type and version of the format. */
  static final byte[] MAGIC = "BAJRNL01".getBytes(StandardCharsets.US_ASCII);

  private static final Pattern NAME = Pattern.compile("segment-(\\p{Nd}{12,18})\\.journal");

  private final long number;
  private final Path file;
  private final BitSet found = new BitSet();
  private final BitSet unfinishedAtStart = new BitSet();
  private long firstSequence;
  private int unfinished;
  private volatile boolean damaged;
  private volatile long end = MAGIC.length;
  private volatile boolean sealed;

  Segment(long number, Path file) {
    this.number = number;
    this.file = file;
  }

  /** A new segment in a directory. */
  static Segment in(Path directory, long number) {
    return new Segment(
        number, directory.resolve(String.format(Locale.ROOT, "segment-%012d.journal", number)));
  }

  /**
   * The number of a segment of this file name, empty if it is not one. Any Unicode digits are read,
   * because earlier versions wrote those of the default locale.
   */
  static OptionalLong number(Path file) {
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
  }

  long number() {
    return number;
  }

  Path file() {
    return file;
  }

  /** Returns the end of the complete records. All messages before it were forced to disk. */
  long end() {
    return end;
  }

  void endsAt(long position) {
    end = position;
  }

  /** Returns true if no more records are written to the segment. */
  boolean sealed() {
    return sealed;
  }

  void seal() {
    sealed = true;
  }

  /** True if the file has unreadable bytes and must be kept. */
  boolean damaged() {
    return damaged;
  }

  void damage() {
    damaged = true;
  }

  /** The number of messages with updates that are not final. Confined to the journal's thread. */
  int unfinished() {
    return unfinished;
  }

  void messageBegins() {
    unfinished++;
  }

  void messageEnds() {
    unfinished--;
  }

  /** Takes note of a message that was found when the journal was opened. */
  void found(long sequence) {
    if (firstSequence == 0) {
      firstSequence = sequence;
    }
    found.set(index(sequence));
    unfinishedAtStart.set(index(sequence));
    unfinished++;
  }

  /** The first message that was found in it and is not final, 0 if there is none. */
  long firstUnfinished() {
    int first = unfinishedAtStart.nextSetBit(0);
    return first < 0 ? 0 : firstSequence + first;
  }

  /** Makes those of the messages found in it unfinished again that have these numbers. */
  void reopen(LongPredicate sequences) {
    found.stream()
        .filter(index -> !unfinishedAtStart.get(index))
        .filter(index -> sequences.test(firstSequence + index))
        .forEach(
            index -> {
              unfinishedAtStart.set(index);
              unfinished++;
            });
  }

  /** The sequence number of the first message that was found in it, 0 if none was. */
  long firstSequence() {
    return firstSequence;
  }

  /** A message is final, or there is a copy of it elsewhere; it counts if it was found here. */
  void foundFinal(long sequence) {
    if (unfinishedAtStart.get(index(sequence))) {
      unfinishedAtStart.clear(index(sequence));
      unfinished--;
    }
  }

  /** Returns true if the message was unfinished on opening, or was added since. */
  boolean toForward(long sequence) {
    return firstSequence == 0 || unfinishedAtStart.get(index(sequence));
  }

  private int index(long sequence) {
    return Math.toIntExact(sequence - firstSequence);
  }
}
