package io.github.brazeaudience.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.cli.Seeds;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parser that is reused for all lines reads each line as a new parser does. */
final class ReusedParserTest {
  private static final int LINES = Boolean.getBoolean("tests.full") ? 2_000_000 : 40_000;

  /** Most lines are valid, and also those after a line that is not. */
  private static final int MALFORMED_PERCENT = 40;

  /** It took 1,131 bytes with the first compiler only, 2,800 while each line had its own parser. */
  private static final int MAX_BYTES_PER_LINE = 1_300;

  private static final String[] FRAGMENTS = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "\\u00fc",
    "null",
    "true",
    "-0",
    "1e3",
    "11036.0",
    "0",
    " ",
    "\t",
    "\r",
    "\u0000",
    "\uFEFF",
    "ü",
    "\uD83D\uDE00",
    "\u007f",
    "x",
    "\"id\":7",
    "\"name\":\"B\"",
    "\"left\":[{\"id\":3}]",
    "\"other\":{\"a\":[1,{}],\"b\":2}",
    "\"timestamp\":1",
    "\"entered\":[]",
    "{\"member_of\":[]}",
    "/* */",
    "'",
    "NaN"
  };

  private final long seed = Seeds.of("ReusedParserTest");
  private final SplittableRandom random = new SplittableRandom(seed);
  private final NdjsonLines reused = new NdjsonLines();

  @Test
  void read_randomLines_equalsNewParser() {
    int malformed = 0;
    for (int i = 0; i < LINES; i++) {
      byte[] line = line().getBytes(StandardCharsets.UTF_8);
      if (random.nextInt(100) < MALFORMED_PERCENT) {
        line = damaged(line);
      }
      AudienceUpdate expected = new NewParser().read(line);
      assertThat(content(reused.read(line, line.length)))
          .as(() -> "a line with the seed " + seed)
          .isEqualTo(content(expected));
      malformed += expected instanceof UnreadableUpdate ? 1 : 0;
    }
    assertThat(malformed).isBetween(LINES / 10, LINES / 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "{ }",
        "{\"member_of\":[]}",
        "{\"member_of\":[]} ",
        " {\"member_of\":[]}",
        "{\"member_of\":[]}\t\r",
        "{\"member_of\":[]} 1",
        "{\"member_of\":[]} tru",
        "{\"member_of\":[]} \"}",
        "{\"member_of\":[]}{\"member_of\":[]}",
        "{\"member_of\":[],\"member_of\":[]}",
        "{\"x\":{\"a\":1,\"b\":2,\"c\":3,\"a\":4},\"member_of\":[]}",
        "{\"member_of\":[{\"name\":\"A\",\"id\":1}]}",
        "{\"member_of\":[{\"name\":\"A\",\"id\":1,\"name\":\"B\"}]}",
        "{\"member_of\":[{\"id\":1,\"name\":null}]}",
        "{\"member_of\":[{\"id\":-1,\"name\":\"A\"}]}",
        "\uFEFF{\"member_of\":[]}",
        "{\u0000\"member_of\":[]}",
        "{\"member_of\":[]",
        "{\"timestamp\":12"
      })
  void read_lineAfterValidLine_equalsNewParser(String text) {
    byte[] valid = "{\"member_of\":[{\"id\":1,\"name\":\"A\"}]}".getBytes(StandardCharsets.UTF_8);
    byte[] line = text.getBytes(StandardCharsets.UTF_8);

    for (int i = 0; i < 2; i++) {
      assertReadAsNewParser(valid);
      assertReadAsNewParser(line);
    }
  }

  @Test
  void read_malformedUtf8_equalsNewParser() {
    byte[] line = "{\"x\":\"??\",\"member_of\":[]}".getBytes(StandardCharsets.UTF_8);
    for (int first = 0x80; first <= 0xFF; first++) {
      line[6] = (byte) first;
      for (int second = 0x7F; second <= 0xFF; second++) {
        line[7] = (byte) second;
        assertReadAsNewParser(line);
      }
    }
  }

  private void assertReadAsNewParser(byte[] line) {
    assertThat(content(reused.read(line, line.length)))
        .isEqualTo(content(new NewParser().read(line)));
  }

  /** Updates do not override {@code equals}. */
  private static List<Object> content(AudienceUpdate update) {
    if (update instanceof MembershipSnapshot snapshot) {
      return List.of(
          snapshot.user(), snapshot.memberOf(), snapshot.left(), snapshot.timestamp(), "snapshot");
    }
    if (update instanceof MembershipChange change) {
      return List.of(change.user(), change.entered(), change.left(), change.timestamp(), "change");
    }
    UnreadableUpdate unreadable = (UnreadableUpdate) update;
    return List.of(unreadable.defect(), unreadable.message());
  }

  @Test
  void read_sameAudienceInTwoLines_isOneObject() {
    byte[] line = "{\"entered\":[{\"id\":1,\"name\":\"A\"}]}".getBytes(StandardCharsets.UTF_8);
    var one = (MembershipChange) reused.read(line, line.length);
    var two = (MembershipChange) reused.read(line, line.length);

    assertThat(one.entered().get(0)).isSameAs(two.entered().get(0));
  }

  @Test
  void read_usualLine_allocatesLittle() {
    byte[] line =
        ("{\"identities\":{\"customer_id\":\"user-10000001\",\"email\":\"user-10000001@example.com\"},"
                + "\"member_of\":[{\"id\":11036,\"name\":\"Aspiring Athenians\"},"
                + "{\"id\":11034,\"name\":\"Ibiza Dreamers\"},{\"id\":11037,\"name\":\"Parisians\"}],"
                + "\"timestamp\":1714592744065}")
            .getBytes(StandardCharsets.UTF_8);
    int lines = 20_000;
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 3; round++) {
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      for (int i = 0; i < lines; i++) {
        reused.read(line, line.length);
      }
      long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
      best = Math.min(best, bytes / lines);
    }
    System.out.println("ReusedParserTest: " + best + " bytes per line");
    assertThat(best).isLessThan(MAX_BYTES_PER_LINE);
  }

  private String line() {
    List<String> members = new ArrayList<>();
    int user = random.nextInt(1_000_000);
    members.add(
        String.format(
            Locale.ROOT,
            "\"identities\":{\"customer_id\":%s,\"email\":\"u%d@example.com\",\"xü%d\":\"v\"}",
            random.nextInt(3) == 0 ? "\"u-" + user + "\"" : user,
            user,
            random.nextInt(2) == 0 ? 1 : user));
    if (random.nextInt(4) == 0) {
      members.add("\"devices\":{\"idfa\":\"i" + user + "\",\"android_id\":null}");
      members.add("\"push_tokens\":[{\"platform\":\"ios\",\"token\":\"t\"}]");
    }
    if (random.nextInt(4) == 0) {
      members.add(
          "\"other" + random.nextInt(20) + "\":{\"a\":[1,{\"b\":\"\\u00fc\"}],\"c\":-1.5e3}");
    }
    members.add("\"" + (random.nextBoolean() ? "member_of" : "entered") + "\":" + audiences());
    if (random.nextInt(3) == 0) {
      members.add("\"left\":" + audiences());
    }
    if (random.nextBoolean()) {
      members.add("\"timestamp\":" + (random.nextBoolean() ? "17145927440" : "\"1714592744065\""));
    }
    return "{" + String.join(random.nextInt(9) == 0 ? " , " : ",", members) + "}";
  }

  private String audiences() {
    List<String> audiences = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      // Some share a slot of InternedAudiences, and some have several names.
      long id = 1 + random.nextInt(5) + 4_096L * random.nextInt(3);
      String name = "\"name\":\"Zürich \\\"" + random.nextInt(3) + "\"";
      audiences.add(
          switch (random.nextInt(4)) {
            case 0 -> "{\"id\":" + id + "}";
            case 1 -> "{" + name + ",\"id\":\"" + id + "\"}";
            case 2 -> "{\"id\":" + id + ".0,\"name\":null}";
            default -> "{\"id\":" + id + "," + name + "}";
          });
    }
    return audiences.toString();
  }

  /** Changes, removes, repeats or inserts some bytes. */
  private byte[] damaged(byte[] line) {
    int at = random.nextInt(line.length);
    int to = Math.min(line.length, at + random.nextInt(20));
    String head = new String(line, 0, at, StandardCharsets.ISO_8859_1);
    String middle = new String(line, at, to - at, StandardCharsets.ISO_8859_1);
    String tail = new String(line, to, line.length - to, StandardCharsets.ISO_8859_1);
    String inserted =
        new String(
            FRAGMENTS[random.nextInt(FRAGMENTS.length)].getBytes(StandardCharsets.UTF_8),
            StandardCharsets.ISO_8859_1);
    String changed =
        switch (random.nextInt(6)) {
          case 0 -> head;
          case 1 -> head + tail;
          case 2 -> head + middle + middle + tail;
          case 3 -> head + inserted + middle + tail;
          case 4 -> head + middle + tail + inserted;
          default -> head + (char) random.nextInt(256) + tail;
        };
    return changed.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Decodes and parses each line with new objects. */
  private static final class NewParser {
    AudienceUpdate read(byte[] line) {
      StrictUtf8 text = new StrictUtf8();
      try {
        text.decode(Arrays.copyOf(line, line.length), line.length);
        return new NdjsonLine(new InternedAudiences()).read(text.chars(), text.length());
      } catch (MalformedLineException e) {
        return UnreadableUpdate.malformed(String.valueOf(e.getMessage()));
      }
    }
  }
}
