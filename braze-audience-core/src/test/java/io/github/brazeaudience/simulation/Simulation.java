package io.github.brazeaudience.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.SimulationHooks;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** Forwarder against a simulated Braze on a virtual clock, with a check of its outcomes. */
public final class Simulation {
  public final VirtualTime time;
  public final SimulatedBraze braze;
  final DeliveryTrace trace;
  public final Random random;
  public final AudienceForwarder forwarder;

  public interface Policies {
    AudienceForwarderBuilder set(AudienceForwarderBuilder builder);
  }

  public Simulation(long seed, SimulatedBraze.Script script, Policies policies) {
    this(seed, BrazeAudienceConfig.builder().restApiKey("test-key").build(), script, policies);
  }

  public Simulation(
      long seed, BrazeAudienceConfig config, SimulatedBraze.Script script, Policies policies) {
    this(new VirtualTime(), seed, config, script, policies);
  }

  public Simulation(
      VirtualTime time,
      long seed,
      BrazeAudienceConfig config,
      SimulatedBraze.Script script,
      Policies policies) {
    this.time = time;
    trace = new DeliveryTrace(time);
    random = new Random(seed);
    braze = new SimulatedBraze(time, script);
    braze.addListener(trace);
    AudienceForwarderBuilder builder =
        AudienceForwarder.builder(config, braze)
            .timeSource(time)
            .scheduler(time)
            .callbackExecutor(Runnable::run)
            .random(random);
    SimulationHooks.callerWait(builder, time);
    forwarder = policies.set(builder).build();
  }

  /** Creates an update with its own audience id, by which {@link DeliveryTrace} finds it. */
  public static AudienceUpdate update(String user, long audience) {
    return MembershipSnapshot.of(UserProfile.ofCustomerId(user), Audience.of(audience));
  }

  public static List<AudienceUpdate> users(int count) {
    List<AudienceUpdate> updates = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      updates.add(update("u-" + i, i + 1));
    }
    return updates;
  }

  public static String user(UserOutcome outcome) {
    return ((MembershipSnapshot) outcome.update())
        .user()
        .identity(IdentityType.CUSTOMER_ID)
        .orElseThrow();
  }

  /** Returns the id of the audience of an update, which identifies the update. */
  public static long id(AudienceUpdate update) {
    return ((MembershipSnapshot) update).memberOf().get(0).id();
  }

  public static long id(UserOutcome outcome) {
    return id(outcome.update());
  }

  /** Runs until idle and checks the outcomes of {@link #users}. */
  public void assertConsistent(Collection<UserOutcome> outcomes, int users) {
    time.runUntilIdle();
    List<Long> inputs = LongStream.rangeClosed(1, users).boxed().toList();
    assertThat(OutcomeOracle.violations(braze, trace, inputs, outcomes)).isEmpty();
  }
}
