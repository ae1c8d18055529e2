package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A forwarder against a simulated Braze, and what must hold whatever happens between them. */
final class Simulation {
  final VirtualTime time = new VirtualTime();
  final SimulatedBraze braze;
  final Random random;
  final AudienceForwarder forwarder;

  interface Policies {
    AudienceForwarderBuilder set(AudienceForwarderBuilder builder);
  }

  Simulation(long seed, SimulatedBraze.Script script, Policies policies) {
    this(seed, BrazeAudienceConfig.builder().restApiKey("test-key").build(), script, policies);
  }

  Simulation(
      long seed, BrazeAudienceConfig config, SimulatedBraze.Script script, Policies policies) {
    random = new Random(seed);
    braze = new SimulatedBraze(time, script);
    AudienceForwarderBuilder builder =
        AudienceForwarder.builder(config, braze)
            .timeSource(time)
            .scheduler(time)
            .callerWait(time)
            .callbackExecutor(Runnable::run)
            .random(random);
    forwarder = policies.set(builder).build();
  }

  /** An update whose value nobody else writes, so that it can be followed. */
  static AudienceUpdate update(String user, long audience) {
    return MembershipSnapshot.of(UserProfile.ofCustomerId(user), Audience.of(audience));
  }

  static List<AudienceUpdate> users(int count) {
    List<AudienceUpdate> updates = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      updates.add(update("u-" + i, i + 1));
    }
    return updates;
  }

  static String user(UserOutcome outcome) {
    return ((MembershipSnapshot) outcome.update())
        .user()
        .identity(IdentityType.CUSTOMER_ID)
        .orElseThrow();
  }

  static String value(UserOutcome outcome) {
    return "'" + ((MembershipSnapshot) outcome.update()).memberOf().get(0).id() + "'";
  }

  /** What must hold for updates that were not merged, in the order of their forwarding. */
  void assertHonest(List<UserOutcome> outcomes, int inputs) {
    assertThat(outcomes.stream().map(UserOutcome::index).sorted().toList())
        .as("one outcome for each input")
        .hasSize(inputs)
        .doesNotHaveDuplicates();
    for (UserOutcome outcome : outcomes) {
      String user = user(outcome);
      String value = value(outcome);
      if (outcome instanceof Accepted) {
        assertThat(braze.covered(user, value)).as("a 2xx covers %s", outcome).isTrue();
      } else if (outcome instanceof NotSent) {
        assertThat(braze.mayHaveArrived(user, value)).as("%s never arrived", outcome).isFalse();
      }
    }
    assertThat(braze.violations()).isEmpty();
  }

  /**
   * The profile of each user holds what was last reported accepted, if nothing later may have
   * arrived.
   */
  void assertProfiles(List<UserOutcome> inOrderOfInput) {
    Map<String, String> expected = new HashMap<>();
    for (UserOutcome outcome : inOrderOfInput) {
      if (outcome instanceof Accepted) {
        expected.put(user(outcome), value(outcome));
      } else if (braze.mayHaveArrived(user(outcome), value(outcome))) {
        expected.remove(user(outcome));
      }
    }
    expected.forEach(
        (user, value) ->
            assertThat(braze.attribute(user, "SegmentMembership")).as(user).isEqualTo(value));
  }
}
