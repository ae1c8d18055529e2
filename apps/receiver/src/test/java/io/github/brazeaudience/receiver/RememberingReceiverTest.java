package io.github.brazeaudience.receiver;

import static io.github.brazeaudience.receiver.Messages.add;
import static io.github.brazeaudience.receiver.Messages.change;
import static io.github.brazeaudience.receiver.Messages.delete;
import static io.github.brazeaudience.receiver.Messages.profile;
import static io.github.brazeaudience.receiver.Messages.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.mparticle.FirehoseMessage;
import io.github.brazeaudience.receiver.database.RenameTable;
import io.github.brazeaudience.receiver.forward.RenameRule;
import io.github.brazeaudience.testing.BrazeProfile;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import io.github.brazeaudience.testing.Poison;
import io.github.brazeaudience.testing.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A receiver with a membership store: full sets from changes, and renamed audiences. */
@Timeout(300)
class RememberingReceiverTest {
  private static final Duration LONG = Duration.ofSeconds(100);
  private static final long LAST = 5;
  private static final SendSegmentsAs BOTH = SendSegmentsAs.SINGLE_AND_PER_SEGMENT;

  @TempDir Path directory;
  private final FakeBraze braze = FakeBraze.builder().keepRequests(1_000).start();

  @AfterEach
  void close() {
    braze.close();
  }

  private RunningReceiver start(SendSegmentsAs mode) {
    return RunningReceiver.remembering(directory, braze, mode, UnknownUsers.IN_NO_AUDIENCE);
  }

  private Object attribute(String user, String name) {
    return braze.profile(user).flatMap(profile -> profile.attribute(name)).orElse(null);
  }

  private void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("nanoseconds too late").isNegative();
      var unused = braze.awaitRequests(braze.requests() + 1, Duration.ofMillis(20));
    }
  }

  private String bodies() {
    return braze.received().stream()
        .map(ReceivedRequest::bodyText)
        .collect(Collectors.joining("\n"));
  }

  /** One mode has all attributes. */
  static List<SendSegmentsAs> modes() {
    return Boolean.getBoolean("tests.full")
        ? List.of(SendSegmentsAs.values())
        : List.of(SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT);
  }

  /** Starts the receiver twice with the same store. */
  @ParameterizedTest
  @MethodSource("modes")
  void changes_inEveryMode_writeFullSets(SendSegmentsAs mode) throws InterruptedException {
    Random random = new Random(Seeds.of("RememberingReceiverTest " + mode));
    Map<String, Set<Long>> wanted = new TreeMap<>();
    for (int start = 0; start < 2; start++) {
      try (RunningReceiver receiver = start(mode)) {
        for (int message = 0; message < 60; message++) {
          String user = "u-" + random.nextInt(5);
          long audience = 1L + random.nextInt(4);
          Set<Long> in = wanted.computeIfAbsent(user, id -> new TreeSet<>());
          if (random.nextBoolean()) {
            in.add(audience);
            receiver.take(add(user, audience));
          } else {
            in.remove(audience);
            receiver.take(delete(user, audience));
          }
        }
        if (start == 1) {
          for (Map.Entry<String, Set<Long>> user : wanted.entrySet()) {
            user.getValue().add(LAST);
            receiver.take(add(user.getKey(), LAST));
          }
          // Wait, because closing leaves unfinished updates in the journal. Only the last update of
          // a user adds the last audience, so no earlier state of a profile is right.
          await(() -> wanted.keySet().stream().allMatch(user -> isRight(mode, user, wanted)));
        }
      }
    }
    wanted.forEach((user, in) -> assertThat(memberships(mode, user)).as(user).containsOnly(in));
    assertThat(braze.silentLosses().total()).isZero();
  }

  private boolean isRight(SendSegmentsAs mode, String user, Map<String, Set<Long>> wanted) {
    return memberships(mode, user).stream().allMatch(held -> held.equals(wanted.get(user)));
  }

  /** The audiences of a user by each attribute or group of attributes of a mode. */
  private List<Set<Long>> memberships(SendSegmentsAs mode, String user) {
    List<Set<Long>> memberships = new ArrayList<>();
    if (mode.single()) {
      String text = (String) attribute(user, "SegmentMembership");
      memberships.add(ids(text == null ? List.of() : List.of(text.replace("'", "").split(","))));
    }
    if (mode.array()) {
      List<?> array = (List<?>) attribute(user, "SegmentMembershipArray");
      memberships.add(ids(array == null ? List.of() : array));
    }
    if (mode.perSegment()) {
      memberships.add(
          LongStream.rangeClosed(1, LAST)
              .filter(audience -> Boolean.TRUE.equals(attribute(user, "In A" + audience)))
              .boxed()
              .collect(Collectors.toSet()));
    }
    return memberships;
  }

  private static Set<Long> ids(List<?> texts) {
    return texts.stream().map(String::valueOf).map(Long::valueOf).collect(Collectors.toSet());
  }

  @Test
  void changeOfAnUnknownUser_byDefault_isRejectedAndLogged() throws InterruptedException {
    try (RunningReceiver receiver =
        RunningReceiver.remembering(
            directory, braze, SendSegmentsAs.SINGLE_ATTRIBUTE, UnknownUsers.REJECT)) {
      receiver.take(add("u-1", 7));
      receiver.awaitEmptyOutbox();
      receiver.end();
      assertThat(receiver.notices())
          .anyMatch(notice -> notice.contains("updates rejected (NEEDS_FULL_MEMBERSHIP): 1"));
    }
    assertThat(braze.requests()).isZero();
  }

  @Test
  void changeOfAnUnknownUser_readBack_isAppliedToWhatTheProfileHas() throws InterruptedException {
    braze.put(BrazeProfile.ofExternalId("u-1").withAttribute("SegmentMembership", "'5','7'"));
    try (RunningReceiver receiver =
        RunningReceiver.remembering(
            directory, braze, SendSegmentsAs.SINGLE_ATTRIBUTE, UnknownUsers.READ_BACK)) {
      receiver.take(change(profile("u-1", "add", 8)));
      await(() -> "'5','7','8'".equals(attribute("u-1", "SegmentMembership")));
    }
  }

  @Test
  void renamedAudience_losesItsOldAttribute() throws InterruptedException {
    try (RunningReceiver receiver = start(BOTH)) {
      receiver.take(add("u-in", 7));
      receiver.take(add("u-out", 7));
      receiver.take(delete("u-out", 7));
      receiver.take(add("u-other", 8));
      receiver.take(subscription("update", 7, "New"));
      await(() -> Boolean.TRUE.equals(attribute("u-in", "In New")));
      await(() -> Boolean.FALSE.equals(attribute("u-out", "In New")));
      String notice = "the new name of audience 7: written to 2 profiles";
      // Braze applies the last write before it responds, and the notice follows the response.
      await(() -> receiver.notices().contains(notice));
    }
    assertThat(attribute("u-in", "In A7")).isNull();
    assertThat(attribute("u-out", "In A7")).isNull();
    assertThat(attribute("u-in", "SegmentMembership")).isEqualTo("'7'");
    assertThat(bodies()).contains("\"In A7\":null");
    assertThat(attribute("u-other", "In A8")).isEqualTo(true);
    assertThat(attribute("u-other", "In New")).isNull();
  }

  @Test
  void updateThatChangesNoName_writesNothing() throws InterruptedException {
    try (RunningReceiver receiver = start(BOTH)) {
      receiver.take(add("u-1", 7));
      receiver.awaitEmptyOutbox();
      int before = braze.requests();
      receiver.take(subscription("update", 7, "A7"));
      receiver.await(() -> receiver.bean(RenameTable.class).first().isEmpty());
      assertThat(braze.requests()).isEqualTo(before);
    }
  }

  /** An update of before would bring the old name back. */
  @Test
  void renaming_waitsForEarlierMessages_andDelaysNoOthers() throws InterruptedException {
    braze.poison("u-late", Poison.wholeRequest(500));
    try (RunningReceiver receiver = start(BOTH)) {
      receiver.take(add("u-1", 7));
      receiver.take(add("u-late", 7));
      receiver.take(subscription("update", 7, "New"));
      receiver.take(add("u-2", 8));
      await(() -> Boolean.TRUE.equals(attribute("u-2", "In A8")));
      assertThat(bodies()).doesNotContain("In New");

      braze.heal("u-late");
      await(() -> Boolean.TRUE.equals(attribute("u-late", "In New")));
    }
    assertThat(attribute("u-1", "In New")).isEqualTo(true);
    assertThat(attribute("u-late", "In A7")).isNull();
  }

  @Test
  void start_afterCloseDuringOutage_continuesWithOutboxAndStore() throws InterruptedException {
    try (RunningReceiver receiver = start(BOTH)) {
      receiver.take(add("u-1", 7));
      await(() -> "'7'".equals(attribute("u-1", "SegmentMembership")));
      braze.script(request -> Fault.status(503));
      receiver.take(add("u-1", 8));
      receiver.take(subscription("update", 7, "New"));
      receiver.take(delete("u-1", 7).replace("A7", "New"));
    }
    braze.script(request -> Fault.none());
    try (RunningReceiver receiver = start(BOTH)) {
      receiver.await(() -> "'8'".equals(attribute("u-1", "SegmentMembership")));
      receiver.await(() -> Boolean.FALSE.equals(attribute("u-1", "In New")));
    }
    assertThat(attribute("u-1", "In A7")).isNull();
    assertThat(attribute("u-1", "In A8")).isEqualTo(true);
  }

  @Test
  void renaming_duringAnOutage_isRepeated() throws InterruptedException {
    try (RunningReceiver receiver = start(BOTH)) {
      receiver.take(add("u-1", 7));
      await(() -> Boolean.TRUE.equals(attribute("u-1", "In A7")));
      braze.script(request -> Fault.status(503));
      receiver.take(subscription("update", 7, "New"));
      await(
          () ->
              receiver.notices().stream()
                  .anyMatch(notice -> notice.contains("is incomplete and is continued later")));
      braze.script(request -> Fault.none());
      await(() -> Boolean.TRUE.equals(attribute("u-1", "In New")));
    }
    assertThat(attribute("u-1", "In A7")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"remove", "add"})
  void subscriptionThatBeginsOrEnds_isNotARenaming(String action) {
    RenameRule rule =
        RenameRule.of(
            BrazeAudienceConfig.builder().restApiKey("key").sendSegmentsAs(BOTH).build(), true);
    String message = subscription(action, 7, "New");
    assertThat(rule.renamed(FirehoseMessage.parse(message.getBytes(StandardCharsets.UTF_8))))
        .isEmpty();
  }
}
