package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.cli.TrackServer.Answer;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The jar is killed at random instants of its work and started again, each time with the same store
 * and checkpoint. In the end the source says something else, and all profiles say the same.
 */
@Timeout(600)
class KilledRunIT {
  private static final int KILLS = 20;
  private static final int USERS = 1_200;
  private static final int MOST_REQUESTS_BEFORE_A_KILL = 6;
  private static final int MOST_SPINS_BEFORE_A_KILL = 300_000;

  @TempDir Path directory;
  private final AtomicReference<Process> process = new AtomicReference<>();
  private int checkpoints;
  private int requestOfKill;
  private boolean afterTheAnswer;
  private int spins;

  @ParameterizedTest
  @EnumSource(SendSegmentsAs.class)
  void jar_killedAtRandomInstants_leavesEveryProfileRight(SendSegmentsAs mode) throws Exception {
    long seed = new Random().nextLong();
    System.out.printf("KilledRunIT %s seed %d%n", mode, seed);
    Random random = new Random(seed);
    try (TrackServer server = TrackServer.oneByOne(this::answer)) {
      Path input = file(random, new TreeMap<>());
      int completed = 0;
      for (int kill = 0; kill < KILLS; kill++) {
        requestOfKill = server.requests() + 1 + random.nextInt(MOST_REQUESTS_BEFORE_A_KILL);
        afterTheAnswer = random.nextBoolean();
        spins = random.nextInt(MOST_SPINS_BEFORE_A_KILL);
        if (run(server, mode, input) == 0) {
          // It was done before: the source goes on with something else.
          completed++;
          kill--;
          checkpoints++;
          input = file(random, new TreeMap<>());
        }
      }
      requestOfKill = Integer.MAX_VALUE;
      checkpoints++;
      Map<String, Set<Integer>> wanted = new TreeMap<>();
      input = file(random, wanted);
      assertThat(run(server, mode, input)).as(err()).isZero();
      assertThat(server.faults()).isEmpty();
      Map<String, Map<String, Object>> profiles = server.profiles();
      wanted.forEach((user, in) -> Audiences.assertMembership(mode, user, profiles.get(user), in));
      checkpoints++;
      Path known = Files.writeString(directory.resolve("known"), snapshots(wanted));
      // Of arrays that were only ever changed the whole is written once, now that it is told.
      assertThat(run(server, mode, known)).as(err()).isZero();
      int requests = server.requests();
      checkpoints++;
      assertThat(run(server, mode, known)).as(err()).isZero();
      assertThat(server.requests()).as("requests for what is known").isEqualTo(requests);
      System.out.printf(
          "KilledRunIT %s: %d requests, %d files done before their kill%n",
          mode, requests, completed);
    }
  }

  /** Kills the process at the chosen request, before or after it is answered. */
  private Answer answer(int request) {
    if (request != requestOfKill) {
      return Answer.SUCCESS;
    }
    if (afterTheAnswer) {
      return new Answer(201, Answer.SUCCESS.body(), this::kill);
    }
    kill();
    return Answer.SUCCESS;
  }

  private void kill() {
    for (int i = 0; i < spins; i++) {
      Thread.onSpinWait();
    }
    process.get().destroyForcibly();
    try {
      process.get().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Half of the users by snapshots, the others by changes; all are told twice, the second counts.
   */
  private Path file(Random random, Map<String, Set<Integer>> wanted) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int time = 0; time < 2; time++) {
      for (int user = 0; user < USERS; user++) {
        Set<Integer> in = Audiences.some(random);
        if (user % 2 == 0) {
          lines.add(Audiences.snapshot("s-" + user, in));
          wanted.put("s-" + user, in);
        } else {
          lines.add(Audiences.change("c-" + user, in, new TreeSet<>(Audiences.allBut(in))));
          wanted.put("c-" + user, in);
        }
      }
    }
    return Files.writeString(directory.resolve("in-" + checkpoints), String.join("", lines));
  }

  private static String snapshots(Map<String, Set<Integer>> wanted) {
    return wanted.entrySet().stream()
        .map(entry -> Audiences.snapshot(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining());
  }

  private int run(TrackServer server, SendSegmentsAs mode, Path input) throws Exception {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--rest-endpoint",
                server.endpoint(),
                "--send-segments-as",
                mode.name(),
                "--store",
                directory.resolve("store").toString(),
                "--checkpoint",
                directory.resolve("checkpoint-" + checkpoints).toString(),
                "--max-in-flight",
                "8"));
    if (mode.single()) {
      args.addAll(List.of("--unknown-users", "empty"));
    }
    args.add(input.toString());
    Process started =
        ForwardJar.command(args)
            .redirectError(directory.resolve("err").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.set(started);
    int code = started.waitFor();
    assertThat(code).as(err()).isIn(0, 137);
    return code;
  }

  private String err() throws IOException {
    return Files.readString(directory.resolve("err"));
  }
}
