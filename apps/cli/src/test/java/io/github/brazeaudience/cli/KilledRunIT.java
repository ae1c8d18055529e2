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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills the jar at random instants and restarts it with the same store and checkpoint. After each
 * complete file all profiles are right. The last file is never completed; then other memberships
 * are forwarded, and the profiles match those.
 */
@Timeout(600)
class KilledRunIT {
  private static final boolean FULL = Boolean.getBoolean("tests.full");
  private static final int KILLS = FULL ? 20 : 5;
  private static final int USERS = 400;
  private static final int MAX_REQUESTS_BEFORE_A_KILL = 6;
  private static final int MAX_SPINS_BEFORE_A_KILL = 300_000;

  @TempDir static Path common;
  private static ForwardJar.SoonStarted jar;

  @TempDir Path directory;
  private final AtomicReference<Process> process = new AtomicReference<>();
  private Random random = new Random();
  private SendSegmentsAs mode = SendSegmentsAs.SINGLE_ATTRIBUTE;
  private TrackServer server;
  private int requestOfKill = Integer.MAX_VALUE;
  private boolean afterTheAnswer;
  private int spins;
  private int files;

  /** The expected memberships after a complete file. */
  private final Map<String, Set<Integer>> wanted = new TreeMap<>();

  /** One line per user with the full memberships. */
  private final Map<String, String> lastLines = new TreeMap<>();

  @BeforeAll
  static void prepare() throws Exception {
    try (TrackServer server = new TrackServer()) {
      Path input =
          Files.writeString(common.resolve("in"), Audiences.snapshot("u", Audiences.all()));
      Path store = common.resolve("store");
      Path checkpoint = common.resolve("checkpoint");
      jar =
          ForwardJar.SoonStarted.prepare(
              common,
              args(
                  server,
                  SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT,
                  store,
                  checkpoint,
                  input));
    }
  }

  static List<SendSegmentsAs> modes() {
    return FULL ? List.of(SendSegmentsAs.values()) : List.of(SendSegmentsAs.SINGLE_AND_PER_SEGMENT);
  }

  @ParameterizedTest
  @MethodSource("modes")
  @Execution(ExecutionMode.CONCURRENT)
  void jar_killedAtRandomInstants_writesCorrectProfiles(SendSegmentsAs mode) throws Exception {
    this.random = new Random(Seeds.of("KilledRunIT " + mode));
    this.mode = mode;
    try (TrackServer opened = TrackServer.oneByOne(this::answer)) {
      server = opened;
      Path input = file(true);
      for (int kill = 1; kill < KILLS; ) {
        if (runThatIsKilled(input)) {
          kill++;
        } else {
          assertProfiles();
          input = file(true);
        }
      }
      assertThat(run(input)).as(err()).isZero();
      assertProfiles();

      // This file is killed too, and never completed.
      assertThat(runThatIsKilled(file(true))).isTrue();
      wanted.clear();
      input = file(false);
      assertThat(run(input)).as(err()).isZero();
      assertProfiles();
      assertThat(server.faults()).isEmpty();

      int requests = server.requests();
      files++;
      input = Files.writeString(directory.resolve("known"), String.join("", lastLines.values()));
      assertThat(run(input)).as(err()).isZero();
      assertThat(server.requests()).as("requests for known memberships").isEqualTo(requests);
      System.out.printf("KilledRunIT %s: %d files, %d requests%n", mode, files, requests);
    }
  }

  private void assertProfiles() {
    Map<String, Map<String, Object>> profiles = server.profiles();
    wanted.forEach((user, in) -> Audiences.assertMembership(mode, user, profiles.get(user), in));
  }

  /**
   * Writes two lines per user; the second is the current one. Users have snapshots, changes with
   * all audiences or, if the file will be completed, changes with the differences.
   */
  private Path file(boolean withDifferences) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int time = 0; time < 2; time++) {
      for (int number = 0; number < USERS; number++) {
        Set<Integer> in = Audiences.some(random);
        lines.add(said("snapshot-" + number, in, Audiences.snapshot("snapshot-" + number, in)));
        in = Audiences.some(random);
        Set<Integer> out = Audiences.allBut(in);
        lines.add(said("change-" + number, in, Audiences.change("change-" + number, in, out)));
        if (withDifferences) {
          String user = "difference-" + number;
          Set<Integer> before = wanted.getOrDefault(user, Set.of());
          in = Audiences.some(random);
          Set<Integer> entered = new TreeSet<>(in);
          entered.removeAll(before);
          Set<Integer> left = new TreeSet<>(before);
          left.removeAll(in);
          wanted.put(user, in);
          lines.add(Audiences.change(user, entered, left));
        }
      }
    }
    files++;
    return Files.writeString(directory.resolve("in-" + files), String.join("", lines));
  }

  private String said(String user, Set<Integer> in, String line) {
    wanted.put(user, in);
    lastLines.put(user, line);
    return line;
  }

  /** Runs, and kills the process at one of its next requests; false if it was done before. */
  private boolean runThatIsKilled(Path input) throws Exception {
    afterTheAnswer = random.nextBoolean();
    spins = random.nextInt(MAX_SPINS_BEFORE_A_KILL);
    requestOfKill = server.requests() + 1 + random.nextInt(MAX_REQUESTS_BEFORE_A_KILL);
    boolean killed = run(input) != 0;
    requestOfKill = Integer.MAX_VALUE;
    return killed;
  }

  /** Response to a request: the process is killed before or after it. */
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

  /**
   * Kills the process once. A request of a killed process may be the one to kill at, and must not
   * stop the next process.
   */
  private void kill() {
    for (int i = 0; i < spins; i++) {
      Thread.onSpinWait();
    }
    Process killed = process.get();
    killed.destroyForcibly();
    try {
      killed.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> args(
      TrackServer server, SendSegmentsAs mode, Path store, Path checkpoint, Path input) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "forward",
                "--rest-endpoint",
                server.endpoint(),
                "--send-segments-as",
                mode.name(),
                "--store",
                store.toString(),
                "--checkpoint",
                checkpoint.toString(),
                "--max-in-flight",
                "8"));
    if (mode.single()) {
      args.addAll(List.of("--unknown-users", "empty"));
    }
    args.add(input.toString());
    return args;
  }

  private int run(Path input) throws Exception {
    Path checkpoint = directory.resolve("checkpoint-" + files);
    Process started =
        jar.command(args(server, mode, directory.resolve("store"), checkpoint, input))
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
