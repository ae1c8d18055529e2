package io.github.brazeaudience.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Users 0 to n-1, each in the audiences given by the bits of its number. */
final class ManyUsers {
  private static final String PREFIX = "u-";
  private static final int FIRST_AUDIENCE = 11030;
  private static final int AUDIENCES = 8;

  private ManyUsers() {}

  /** Writes a line for each user. */
  static Path write(Path file, int count) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (int user = 0; user < count; user++) {
        writer.write(line(user));
        writer.newLine();
      }
    }
    return file;
  }

  private static String line(int user) {
    List<String> memberOf = audiences(user).stream().map("{\"id\":%d}"::formatted).toList();
    return String.format(
        Locale.ROOT,
        "{\"identities\":{\"customer_id\":\"%s%d\"},\"member_of\":%s}",
        PREFIX,
        user,
        memberOf);
  }

  /** The object that has to arrive for a user. */
  static Map<String, Object> object(int user) {
    List<String> quoted = audiences(user).stream().map("'%d'"::formatted).toList();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("external_id", PREFIX + user);
    object.put("SegmentMembership", quoted.isEmpty() ? null : String.join(",", quoted));
    return object;
  }

  /** Which user an object is for. */
  static int number(Map<String, Object> object) {
    return Integer.parseInt(String.valueOf(object.get("external_id")).substring(PREFIX.length()));
  }

  private static List<Integer> audiences(int user) {
    List<Integer> audiences = new ArrayList<>();
    for (int bit = 0; bit < AUDIENCES; bit++) {
      if ((user >> bit & 1) == 1) {
        audiences.add(FIRST_AUDIENCE + bit);
      }
    }
    return audiences;
  }
}
