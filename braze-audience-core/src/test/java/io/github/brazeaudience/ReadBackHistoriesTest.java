package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.ReadBackSimulation;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Model test of read back: random changes of users written by another writer, while exports and
 * writes fail at random. In the end each profile has its old audiences with the accepted changes.
 */
class ReadBackHistoriesTest {
  private static final String FOREIGN = "of another writer";
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final int USERS = 200;

  static LongStream seeds() {
    Long one = Long.getLong("seed");
    return one != null ? LongStream.of(one) : LongStream.rangeClosed(1, 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void forwardAll_randomFaults_profilesHaveTheirOldAudiencesWithTheAcceptedChanges(long seed) {
    Random random = new Random(seed);
    ReadBackSimulation simulation =
        new ReadBackSimulation(
            (export, users) -> ReadBackSimulation.randomFailure(random, 12),
            (request, objects) -> trackResponse(random),
            builder -> builder.maxInFlight(1 + random.nextInt(8)));
    Map<String, @Nullable Set<Long>> expected = new HashMap<>();
    for (int i = 0; i < USERS; i++) {
      expected.put("u-" + i, createProfile(simulation, "u-" + i, random));
    }
    List<AudienceUpdate> updates = new ArrayList<>();
    for (int i = 0; i < 3 * USERS; i++) {
      updates.add(change("u-" + random.nextInt(USERS), random));
    }
    List<UserOutcome> outcomes = new ArrayList<>();

    simulation.forwarder.forwardAll(updates.iterator(), outcomes::add);

    outcomes.sort(Comparator.comparingLong(UserOutcome::index));
    assertThat(outcomes).extracting(UserOutcome::update).isEqualTo(updates);
    outcomes.forEach(outcome -> apply(expected, outcome));
    expected.forEach((user, ids) -> assertThat(profile(simulation, user)).as(user).isEqualTo(ids));
    assertThat(simulation.braze.violations()).isEmpty();
    assertThat(simulation.transport.exports()).allMatch(users -> users.size() <= 50);
  }

  /** Returns responses that leave no update unconfirmed. */
  private static ScriptedResponse trackResponse(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> ScriptedResponse.failure(Delivery.NOT_SENT);
      case 1 -> ScriptedResponse.of(429, "").withHeader("Retry-After", "1");
      default ->
          ScriptedResponse.of(201, SUCCESS).withLatency(Duration.ofMillis(random.nextInt(900)));
    };
  }

  /** Creates a profile or none and returns its audiences; null if they cannot be read. */
  private static @Nullable Set<Long> createProfile(
      ReadBackSimulation simulation, String user, Random random) {
    switch (random.nextInt(5)) {
      case 0 -> simulation.braze.set(user, "SegmentMembership", FOREIGN);
      case 1 -> simulation.braze.set(user, "Plan", "gold");
      case 2, 3 -> {
        Set<Long> ids = new TreeSet<>(List.of(1 + random.nextLong(9), 1 + random.nextLong(99)));
        List<String> quoted = ids.stream().map("'%d'"::formatted).toList();
        simulation.braze.set(user, "SegmentMembership", String.join(",", quoted));
        return ids;
      }
      default -> {}
    }
    boolean foreign = FOREIGN.equals(simulation.single(user));
    return foreign ? null : new TreeSet<>();
  }

  private static MembershipChange change(String user, Random random) {
    Audience in = Audience.of(1 + random.nextLong(5));
    Audience out = Audience.of(6 + random.nextLong(4));
    return MembershipChange.of(
        UserProfile.ofCustomerId(user),
        random.nextBoolean() ? List.of(in) : List.of(),
        List.of(out));
  }

  private static void apply(Map<String, @Nullable Set<Long>> expected, UserOutcome outcome) {
    MembershipChange change = (MembershipChange) outcome.update();
    Set<Long> ids = expected.get(change.user().identity(IdentityType.CUSTOMER_ID).orElseThrow());
    if (outcome instanceof Accepted || outcome instanceof Unchanged) {
      assertThat(ids).as("accepted").isNotNull();
      change.left().forEach(audience -> ids.remove(audience.id()));
      change.entered().forEach(audience -> ids.add(audience.id()));
    } else if (outcome instanceof Rejected) {
      assertThat(ids).as("rejected").isNull();
    } else {
      assertThat(outcome).isInstanceOf(NotSent.class);
    }
  }

  /** Returns the audiences of a profile; null if it still has the text of another writer. */
  private static @Nullable Set<Long> profile(ReadBackSimulation simulation, String user) {
    Object value = simulation.single(user);
    if (FOREIGN.equals(value)) {
      return null;
    }
    Set<Long> ids = new TreeSet<>();
    DIGITS
        .matcher(value == null ? "" : value.toString())
        .results()
        .forEach(id -> ids.add(Long.parseLong(id.group())));
    return ids;
  }
}
