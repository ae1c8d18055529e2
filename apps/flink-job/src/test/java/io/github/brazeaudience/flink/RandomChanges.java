package io.github.brazeaudience.flink;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Files of random updates, each user in one of them, and the audiences that all users are in after
 * the last one. A part of the lines is malformed.
 */
final class RandomChanges {
  static final int AUDIENCES = 8;

  private static final int ROUNDS = 6;
  private static final double SHARE_OF_SNAPSHOTS = 0.25;
  private static final double SHARE_OF_MALFORMED = 0.001;

  private final Random random;
  private final BitSet[] members;
  private int lines;
  private int malformed;

  RandomChanges(int users, long seed) {
    random = new Random(seed);
    members = new BitSet[users];
  }

  /** Writes the files. In each round a user has an update or not. */
  void write(Path directory, int files) throws IOException {
    List<BufferedWriter> writers = new ArrayList<>();
    for (int file = 0; file < files; file++) {
      writers.add(
          Files.newBufferedWriter(
              directory.resolve(String.format(Locale.ROOT, "changes-%d.ndjson", file))));
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int user = 0; user < members.length; user++) {
        if (random.nextInt(ROUNDS) > 0) {
          write(writers.get(user % files), line(user));
        }
        if (random.nextDouble() < SHARE_OF_MALFORMED) {
          malformed++;
          write(writers.get(user % files), "{\"identities\":" + malformed);
        }
      }
    }
    for (BufferedWriter writer : writers) {
      writer.close();
    }
  }

  /** Returns the number of updates, including malformed ones. */
  int lines() {
    return lines;
  }

  int malformed() {
    return malformed;
  }

  static String user(int user) {
    return "u-" + user;
  }

  static String name(int audience) {
    return "Audience " + audience;
  }

  static String id(int audience) {
    return String.valueOf(11_000 + audience);
  }

  /** The audiences of a user, null if there was no update. */
  BitSet members(int user) {
    return members[user];
  }

  private void write(BufferedWriter writer, String line) throws IOException {
    lines++;
    writer.write(line);
    writer.newLine();
  }

  private String line(int user) {
    if (members[user] == null) {
      members[user] = new BitSet();
    }
    return String.format(
        Locale.ROOT,
        "{\"identities\":{\"customer_id\":\"%s\"},%s}",
        user(user),
        random.nextDouble() < SHARE_OF_SNAPSHOTS ? snapshot(members[user]) : change(members[user]));
  }

  private String snapshot(BitSet audiences) {
    audiences.clear();
    for (int audience = 0; audience < AUDIENCES; audience++) {
      audiences.set(audience, random.nextInt(3) == 0);
    }
    return "\"member_of\":" + json(audiences);
  }

  private String change(BitSet audiences) {
    BitSet entered = new BitSet();
    BitSet left = new BitSet();
    entered.set(random.nextInt(AUDIENCES));
    left.set(random.nextInt(AUDIENCES));
    left.andNot(entered);
    audiences.or(entered);
    audiences.andNot(left);
    return String.format(Locale.ROOT, "\"entered\":%s,\"left\":%s", json(entered), json(left));
  }

  private static String json(BitSet audiences) {
    return audiences.stream()
        .mapToObj(it -> String.format(Locale.ROOT, "{\"id\":%s,\"name\":\"%s\"}", id(it), name(it)))
        .toList()
        .toString();
  }
}
