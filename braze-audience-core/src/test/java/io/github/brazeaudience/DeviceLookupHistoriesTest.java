package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardCall;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.LookupSimulation;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Model test of device lookups: random calls for devices and for their users, at overlapping times,
 * some of them cancelled, while lookups and writes fail at random.
 */
class DeviceLookupHistoriesTest {
  private static final int DEVICES = 60;
  private static final int CALLS = 40;

  /**
   * An update.
   *
   * @param identity the user or the devices that it names
   * @param owner the user to be written, or null if none can be found
   */
  private record Sent(String identity, @Nullable String owner) {}

  /** An object of a request that Braze accepted; the audience identifies the update. */
  private record Write(String user, long audience) {
    static Write of(Map<String, Object> object) {
      List<?> ids = (List<?>) object.get("SegmentMembershipArray");
      return new Write(SimulatedBraze.user(object), Long.parseLong((String) ids.get(0)));
    }
  }

  /** The users of a third of the devices; others are anonymous or unknown. */
  private static @Nullable String owner(int device) {
    return switch (device % 3) {
      case 0 -> "u-" + device / 2; // Several devices have the same user.
      case 1 -> "b-" + device;
      default -> null;
    };
  }

  static LongStream seeds() {
    Long one = Long.getLong("seed");
    return one != null ? LongStream.of(one) : LongStream.rangeClosed(1, 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void forwardAsync_randomFaults_eachUpdateIsWrittenToTheProfileOfItsDeviceOrHasAReason(long seed) {
    Random random = new Random(seed);
    List<Write> written = new ArrayList<>();
    LookupSimulation simulation =
        new LookupSimulation(
            (lookup, devices) -> LookupSimulation.randomFailure(random, 14),
            (request, objects) -> trackResponse(random, objects, written),
            builder -> builder.maxInFlight(1 + random.nextInt(8)),
            config -> config);
    addProfiles(simulation);
    Map<Long, Sent> sent = new HashMap<>();
    List<ForwardCall> calls = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      List<AudienceUpdate> updates = updates(random, sent);
      sizes.add(updates.size());
      calls.add(simulation.forwarder.forwardAsync(updates));
      simulation.time.advance(Duration.ofMillis(random.nextInt(2_000)));
      if (random.nextInt(6) == 0) {
        calls.get(random.nextInt(calls.size())).cancel();
      }
    }
    boolean closes = random.nextInt(4) == 0;
    if (closes) {
      simulation.forwarder.close();
    }
    simulation.time.runUntilIdle();

    for (int i = 0; i < CALLS; i++) {
      List<UserOutcome> outcomes = calls.get(i).report().toCompletableFuture().join().outcomes();
      assertThat(outcomes).hasSize(sizes.get(i));
      for (UserOutcome outcome : outcomes) {
        check(outcome, sent.get(Simulation.id(outcome)), written, sent);
      }
    }
    assertOrder(written, sent);
    assertThat(simulation.braze.violations()).isEmpty();
    assertThat(simulation.transport.maxInFlightOfADevice()).isLessThanOrEqualTo(1);
  }

  private static void addProfiles(LookupSimulation simulation) {
    for (int device = 0; device < DEVICES; device++) {
      String owner = owner(device);
      if (owner != null && owner.startsWith("u")) {
        simulation.transport.addUser("d-" + device, owner);
      } else if (owner != null) {
        simulation.transport.addAnonymous("d-" + device, owner);
      }
    }
  }

  private static List<AudienceUpdate> updates(Random random, Map<Long, Sent> sent) {
    List<AudienceUpdate> updates = new ArrayList<>();
    int count = 1 + random.nextInt(30);
    for (int i = 0; i < count; i++) {
      long audience = sent.size() + 1L;
      if (random.nextInt(3) == 0) {
        String user = "u-" + 3 * random.nextInt(DEVICES / 6);
        sent.put(audience, new Sent(user, user));
        updates.add(Simulation.update(user, audience));
      } else {
        int device = random.nextInt(DEVICES);
        int second = random.nextInt(DEVICES);
        boolean two = random.nextInt(4) == 0 && second != device;
        String owner = owner(device);
        sent.put(
            audience,
            new Sent(
                two ? device + " " + second : "" + device,
                owner == null && two ? owner(second) : owner));
        updates.add(
            two
                ? LookupSimulation.device(audience, "d-" + device, "d-" + second)
                : LookupSimulation.device(audience, "d-" + device));
      }
    }
    return updates;
  }

  private static void check(
      UserOutcome outcome, Sent update, List<Write> written, Map<Long, Sent> sent) {
    long audience = Simulation.id(outcome);
    if (outcome instanceof Accepted accepted) {
      assertThat(update.owner).as("accepted").isNotNull();
      assertThat(accepted.identifierKind())
          .isEqualTo(
              update.owner.startsWith("u") ? IdentifierKind.EXTERNAL_ID : IdentifierKind.BRAZE_ID);
      assertThat(written)
          .as("written itself, or merged with a later update for the same identity")
          .anyMatch(
              write ->
                  write.user.equals(update.owner)
                      && write.audience >= audience
                      && sent.get(write.audience).identity.equals(update.identity));
    } else if (outcome instanceof Rejected) {
      assertThat(update.owner).as("rejected").isNull();
      assertThat(outcome.reason()).contains(Reason.NO_IDENTIFIER);
    } else {
      assertThat(outcome).isInstanceOfAny(NotSent.class, Unconfirmed.class);
    }
  }

  /** Updates for one identity are written in the order of arrival. */
  private static void assertOrder(List<Write> written, Map<Long, Sent> sent) {
    Map<String, Long> last = new HashMap<>();
    for (Write write : written) {
      Sent update = sent.get(write.audience);
      assertThat(write.user).isEqualTo(update.owner);
      Long before = last.put(update.identity, write.audience);
      assertThat(before)
          .satisfiesAnyOf(
              it -> assertThat(it).isNull(), it -> assertThat(it).isLessThan(write.audience));
    }
  }

  /** Returns responses that leave no update unconfirmed, unless its call is stopped. */
  private static ScriptedResponse trackResponse(
      Random random, List<Map<String, Object>> objects, List<Write> written) {
    return switch (random.nextInt(6)) {
      case 0 -> ScriptedResponse.failure(Delivery.NOT_SENT);
      case 1 -> ScriptedResponse.of(429, "").withHeader("Retry-After", "1");
      default -> {
        objects.forEach(object -> written.add(Write.of(object)));
        yield ScriptedResponse.of(201, SUCCESS).withLatency(Duration.ofMillis(random.nextInt(900)));
      }
    };
  }
}
