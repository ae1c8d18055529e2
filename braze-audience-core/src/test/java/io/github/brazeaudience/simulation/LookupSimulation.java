package io.github.brazeaudience.simulation;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Forwarder that looks up devices in a simulated Braze. */
public final class LookupSimulation extends ExportSimulation {
  public LookupSimulation(ExportingBraze.Script lookups) {
    this(lookups, builder -> builder, config -> config);
  }

  public LookupSimulation(
      ExportingBraze.Script lookups,
      Simulation.Policies policies,
      UnaryOperator<BrazeAudienceConfig.Builder> settings) {
    this(
        lookups,
        (request, objects) -> ScriptedResponse.of(201, SimulatedBraze.SUCCESS),
        policies,
        settings);
  }

  public LookupSimulation(
      ExportingBraze.Script lookups,
      SimulatedBraze.Script tracks,
      Simulation.Policies policies,
      UnaryOperator<BrazeAudienceConfig.Builder> settings) {
    super(
        lookups,
        tracks,
        settings.apply(
            BrazeAudienceConfig.builder()
                .sendSegmentsAs(SendSegmentsAs.ARRAY_ATTRIBUTE)
                .deviceLookup(true)),
        policies);
  }

  /** Returns a snapshot of a user with only these device ids. */
  public static AudienceUpdate device(long audience, String... ids) {
    DeviceIdentityType[] types = DeviceIdentityType.values();
    UserProfile.Builder user = UserProfile.builder();
    for (int i = 0; i < ids.length; i++) {
      user.device(types[i + 1], ids[i]); // IDFV, ANDROID_ID, ...
    }
    return MembershipSnapshot.of(user.build(), Audience.of(audience));
  }

  public static List<AudienceUpdate> devices(int count) {
    List<AudienceUpdate> updates = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      updates.add(device(1 + i, "d-" + i));
    }
    return updates;
  }

  /** Returns the array attribute of a profile, by its external id or Braze id. */
  public Object array(String user) {
    return braze.attribute(user, "SegmentMembershipArray");
  }
}
