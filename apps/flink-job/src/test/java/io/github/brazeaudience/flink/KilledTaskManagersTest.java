package io.github.brazeaudience.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.testing.BrazeProfile;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills task managers during a long run against a Braze that fails one request in ten. */
@Tag("full")
class KilledTaskManagersTest {
  private static final int USERS = 100_000;
  private static final int FIRST_KILL = 1_000;
  private static final int SECOND_KILL = 2_000;

  /** Those that are in no checkpoint, at least. */
  private static final int REQUESTS_LOST = 100;

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final List<Fault> FAULTS =
      List.of(
          Fault.status(500),
          Fault.answerLost(),
          Fault.cutAnswer(),
          Fault.closeConnection(),
          Fault.status(503).afterApplying());

  @ParameterizedTest
  @EnumSource(names = {"SINGLE_ATTRIBUTE", "SINGLE_AND_ARRAY_AND_PER_SEGMENT"})
  void profiles_afterTwoTaskManagersWereKilled_areRight(
      SendSegmentsAs mode, @TempDir Path directory) throws Exception {
    long seed = Long.getLong("seed", 20_261L);
    System.out.printf(Locale.ROOT, "%s, 100,000 users, -Dseed=%d%n", mode, seed);
    Path input = Files.createDirectory(directory.resolve("input"));
    RandomChanges changes = new RandomChanges(USERS, seed);
    changes.write(input, TestCluster.PARALLELISM);
    try (FakeBraze braze = FakeBraze.builder().keepRequests(1).start();
        TestCluster cluster = new TestCluster()) {
      braze.script(
          request ->
              request.index() % 10 == 9
                  ? FAULTS.get(request.index() / 10 % FAULTS.size())
                  : Fault.none());
      JobID job = start(cluster, braze, mode, directory);
      for (int requests : new int[] {FIRST_KILL, SECOND_KILL}) {
        await(braze, requests);
        while (!cluster.checkpoint(job)) {
          await(braze, braze.requests() + 1);
        }
        await(braze, braze.requests() + REQUESTS_LOST);
        cluster.killTaskManager();
      }
      cluster.await(job);
      assertThat(cluster.restores(job)).isEqualTo(2);
      assertThat(wrong(braze, changes, mode)).isEmpty();
      assertThat(lines(directory.resolve("rejected"))).hasSize(changes.malformed());
      assertThat(lines(directory.resolve("settled")))
          .hasSize(changes.lines() - changes.malformed());
      System.out.printf(
          Locale.ROOT, "%d updates, %d requests%n", changes.lines(), braze.requests());
    }
  }

  private static void await(FakeBraze braze, int requests) throws InterruptedException {
    assertThat(braze.awaitRequests(requests, PATIENCE)).as("%d requests", requests).isTrue();
  }

  private static JobID start(
      TestCluster cluster, FakeBraze braze, SendSegmentsAs mode, Path directory) throws Exception {
    Options options =
        Options.parse(
            "--input=" + TestCluster.uri(directory.resolve("input")),
            "--rejected=" + TestCluster.uri(directory.resolve("rejected")),
            "--checkpoints=" + TestCluster.uri(directory.resolve("checkpoints")),
            "--checkpoint-interval=5s",
            "--rest-endpoint=http://127.0.0.1:" + braze.port(),
            "--send-segments-as=" + mode,
            "--unknown-users=empty",
            "--user-rest=0s",
            "--restart-rest=2s");
    var environment = TestCluster.environment(options);
    AudienceJob.build(environment, options)
        .sinkTo(
            FileSink.forRowFormat(
                    new org.apache.flink.core.fs.Path(
                        TestCluster.uri(directory.resolve("settled"))),
                    new SimpleStringEncoder<SettledUpdate>())
                .withBucketAssigner(new BasePathBucketAssigner<>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .build());
    return cluster.start(environment);
  }

  /** What each profile holds that it should not, or lacks. */
  private static List<String> wrong(FakeBraze braze, RandomChanges changes, SendSegmentsAs mode) {
    Map<String, BrazeProfile> profiles =
        braze.profiles().stream()
            .collect(Collectors.toMap(it -> it.externalId().orElseThrow(), it -> it));
    return IntStream.range(0, USERS)
        .filter(user -> changes.members(user) != null)
        .mapToObj(
            user ->
                wrong(
                    RandomChanges.user(user),
                    profiles.get(RandomChanges.user(user)),
                    changes.members(user),
                    mode))
        .filter(Objects::nonNull)
        .toList();
  }

  private static String wrong(
      String user, BrazeProfile profile, BitSet wanted, SendSegmentsAs mode) {
    if (profile == null) {
      return wanted.isEmpty() ? null : user + " has no profile";
    }
    Set<String> ids = wanted.stream().mapToObj(RandomChanges::id).collect(Collectors.toSet());
    Set<String> names = wanted.stream().mapToObj(RandomChanges::name).collect(Collectors.toSet());
    boolean right =
        (!mode.single() || single(profile).equals(ids))
            && (!mode.array() || array(profile).equals(ids))
            && (!mode.perSegment() || perSegment(profile).equals(names));
    return right
        ? null
        : String.format(Locale.ROOT, "%s is in %s, but has %s", user, ids, profile.attributes());
  }

  private static Set<String> single(BrazeProfile profile) {
    return profile
        .attribute("SegmentMembership")
        .map(it -> Set.copyOf(Arrays.asList(it.toString().replace("'", "").split(","))))
        .orElse(Set.of());
  }

  private static Set<String> array(BrazeProfile profile) {
    Set<String> ids = new HashSet<>();
    profile
        .attribute("SegmentMembershipArray")
        .ifPresent(it -> ((List<?>) it).forEach(id -> ids.add(id.toString())));
    return ids;
  }

  private static Set<String> perSegment(BrazeProfile profile) {
    return IntStream.range(0, RandomChanges.AUDIENCES)
        .mapToObj(RandomChanges::name)
        .filter(it -> profile.attribute("In " + it).equals(Optional.of(true)))
        .collect(Collectors.toSet());
  }

  private static List<String> lines(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(it -> Files.isRegularFile(it) && !it.getFileName().toString().startsWith("."))
          .flatMap(KilledTaskManagersTest::linesOf)
          .toList();
    }
  }

  private static Stream<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
