package io.github.brazeaudience.simulation;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.SimulationHooks;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.AttemptStarted;
import io.github.brazeaudience.event.BatchesHeld;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.ReadBackDelayed;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.membership.UnknownUsers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Forwarder with a membership store that reads back profiles from a simulated Braze. */
public final class ReadBackSimulation {
  static final long ENTERED = 7;

  public final VirtualTime time = new VirtualTime();
  public final SimulatedBraze braze;
  public final ExportingBraze transport;
  public final AudienceForwarder forwarder;
  public final List<String> events = new ArrayList<>();

  public ReadBackSimulation(ExportingBraze.Script exports) {
    this(
        exports,
        (request, objects) -> ScriptedResponse.of(201, SUCCESS),
        builder -> builder.maxInFlight(16));
  }

  public ReadBackSimulation(
      ExportingBraze.Script exports, SimulatedBraze.Script tracks, Simulation.Policies policies) {
    this(exports, tracks, policies, InMemoryMembershipStore.create());
  }

  public ReadBackSimulation(
      ExportingBraze.Script exports,
      SimulatedBraze.Script tracks,
      Simulation.Policies policies,
      MembershipStore store) {
    braze = new SimulatedBraze(time, tracks);
    transport = new ExportingBraze(time, braze, exports);
    AudienceForwarderBuilder builder =
        AudienceForwarder.builder(
                BrazeAudienceConfig.builder()
                    .restApiKey("test-key")
                    .sendSegmentsAs(SendSegmentsAs.SINGLE_ATTRIBUTE)
                    .build(),
                transport)
            .timeSource(time)
            .scheduler(time)
            .callbackExecutor(Runnable::run)
            .membership(store, MembershipPolicy.defaults().withUnknownUsers(UnknownUsers.READ_BACK))
            .listener(listener())
            .random(new Random(1));
    SimulationHooks.callerWait(builder, time);
    SimulationHooks.storeExecutor(builder, task -> time.schedule(task, Duration.ofMillis(1)));
    forwarder = policies.set(builder).build();
  }

  private ForwarderListener listener() {
    return new ForwarderListener() {
      @Override
      public void attemptStarted(AttemptStarted event) {
        events.add("start " + event.operation() + " " + event.users());
      }

      @Override
      public void attemptFinished(AttemptFinished event) {
        events.add(
            "end " + event.operation() + event.reason().map(reason -> " " + reason).orElse(""));
      }

      @Override
      public void readBackDelayed(ReadBackDelayed event) {
        events.add(String.format(Locale.ROOT, "delayed %d for %s", event.users(), event.delay()));
      }

      @Override
      public void batchesHeld(BatchesHeld event) {
        events.add("held " + event.operation() + " " + event.reason());
      }
    };
  }

  public static AudienceUpdate entered(String user) {
    return MembershipChange.of(
        UserProfile.ofCustomerId(user), List.of(Audience.of(ENTERED)), List.of());
  }

  public static List<AudienceUpdate> entered(int users) {
    List<AudienceUpdate> updates = new ArrayList<>(users);
    for (int i = 0; i < users; i++) {
      updates.add(entered("u-" + i));
    }
    return updates;
  }

  public Object single(String user) {
    return braze.attribute(user, "SegmentMembership");
  }
}
