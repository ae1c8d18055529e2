package io.github.brazeaudience.benchmarks.push;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.benchmarks.body.PreparedUser;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A process that runs one contender. Each line of its standard input is a number of users to push;
 * the response is a line of JSON with the elapsed time and the CPU time.
 */
public final class PushClient {
  private static final int AUDIENCES = 3;

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private PushClient() {}

  /**
   * Runs a contender.
   *
   * @param args its name, http or https, the port, the certificate file, requests in flight
   */
  public static void main(String[] args) throws Exception {
    Target target =
        new Target(
            args[1].equals("https"),
            Integer.parseInt(args[2]),
            Path.of(args[3]),
            Integer.parseInt(args[4]));
    List<Audience> audiences = PreparedUser.audiences(AUDIENCES);
    try (Contender contender = contender(args[0], target, audiences)) {
      serve(contender, audiences);
    }
    System.exit(0);
  }

  private static Contender contender(String name, Target target, List<Audience> audiences) {
    return switch (name) {
      case "library" -> new Library(target, audiences);
      case "baseline" -> new OkHttpBaseline(target, false);
      case "prepared" -> new OkHttpBaseline(target, true);
      case "jdk" -> new JdkHttp(target);
      default -> throw new IllegalArgumentException("unknown contender " + name);
    };
  }

  private static void serve(Contender contender, List<Audience> audiences) throws Exception {
    ObjectMapper json = new ObjectMapper();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int first = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      int count = Integer.parseInt(line);
      List<PreparedUser> users =
          IntStream.range(first, first + count)
              .mapToObj(i -> PreparedUser.of(i, audiences))
              .toList();
      first += count;
      System.out.println(json.writeValueAsString(measured(contender, users)));
    }
  }

  private static Map<String, Long> measured(Contender contender, List<PreparedUser> users)
      throws Exception {
    contender.prepare(users);
    System.gc();
    long cpuBefore = SYSTEM.getProcessCpuTime();
    long before = System.nanoTime();
    contender.push(users);
    long nanos = System.nanoTime() - before;
    return Map.of("nanos", nanos, "cpuNanos", SYSTEM.getProcessCpuTime() - cpuBefore);
  }
}
