package io.github.brazeaudience.benchmarks.push;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.benchmarks.body.PreparedUser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that runs one contender. Each line of its standard input is a command and a number of
 * users: {@code push}, or {@code create} to create them only, or {@code profile} to sample a push.
 * The response is a line of JSON with what the command used.
 */
public final class PushClient {
  private static final int AUDIENCES = 3;

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
      serve(contender);
    }
    System.exit(0);
  }

  private static Contender contender(String name, Target target, List<Audience> audiences) {
    return switch (name) {
      case "library" -> new Library(target, audiences);
      case "baseline" -> new OkHttpBaseline(target, audiences, false);
      case "prepared" -> new OkHttpBaseline(target, audiences, true);
      case "jdk" -> new JdkHttp(target, audiences);
      default -> throw new IllegalArgumentException("unknown contender " + name);
    };
  }

  private static void serve(Contender contender) throws Exception {
    ObjectMapper json = new ObjectMapper();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int first = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] command = line.split(" ", -1);
      int count = Integer.parseInt(command[1]);
      System.out.println(json.writeValueAsString(run(contender, command[0], first, count)));
      first += count;
    }
  }

  private static Object run(Contender contender, String command, int first, int count)
      throws Exception {
    return switch (command) {
      case "push" -> {
        contender.prepare(first, count);
        System.gc();
        yield Usage.of(() -> contender.push(first, count));
      }
      case "create" -> Usage.of(() -> contender.create(first, count));
      case "profile" -> SerialShare.of(() -> contender.push(first, count));
      default -> throw new IOException("unknown command " + command);
    };
  }
}
