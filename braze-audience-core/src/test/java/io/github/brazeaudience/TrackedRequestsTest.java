package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.outcome.ForwardPlan;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.ProcessingStatus;
import io.github.brazeaudience.simulation.ExportingBraze;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.TrackingBraze;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests which requests name a request group. */
class TrackedRequestsTest extends TrackedRequestsFixture {
  private final InMemoryMembershipStore store = InMemoryMembershipStore.create();

  /** Fails in every way, with a bad user; each user is accepted in the end. */
  private static ScriptedResponse faulty(int request, int objects, Random random) {
    return switch (request < 40 ? random.nextInt(6) : 6) {
      case 0 -> ScriptedResponse.of(503, "");
      case 1 -> ScriptedResponse.failure(Delivery.UNKNOWN);
      case 2 -> ScriptedResponse.failure(Delivery.NOT_SENT);
      case 3 -> ScriptedResponse.of(201, "{\"mess");
      case 4 -> ScriptedResponse.of(objects > 1 ? 413 : 503, "");
      default -> ScriptedResponse.of(201, SUCCESS);
    };
  }

  private enum Kind {
    FORWARD(forwarder -> forwarder.forward(snapshots(0, 200))),
    FORWARD_ASYNC(forwarder -> forwarder.forwardAsync(snapshots(0, 200))),
    FORWARD_ALL(forwarder -> forwarder.forwardAll(snapshots(0, 200).iterator(), outcome -> {})),
    RETIRE(forwarder -> forwarder.retire(1, outcome -> {})),
    RENAME(forwarder -> forwarder.rename(Audience.of(1, "Two"), outcome -> {})),
    QUEUE(
        forwarder -> {
          AudienceQueue queue = forwarder.queue().build();
          snapshots(0, 200).forEach(queue::offer);
          queue.close();
        });

    private final Consumer<AudienceForwarder> call;

    Kind(Consumer<AudienceForwarder> call) {
      this.call = call;
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anyCall_faultyBraze_everyRequestOfTheCallNamesItsGroup(Kind kind) {
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      InMemoryMembershipStore known = InMemoryMembershipStore.create();
      boolean[] faulty = new boolean[1];
      TrackingBraze braze =
          braze(
              (request, objects) ->
                  faulty[0]
                      ? faulty(request, objects.size(), random)
                      : ScriptedResponse.of(201, SUCCESS));
      AudienceForwarder forwarder =
          forwarder(braze, builder -> builder.trackProcessing("test").membership(known));
      forwarder.forward(snapshots(200, 500));
      time.runUntilIdle();
      int before = braze.bodies().size();
      faulty[0] = true;
      kind.call.accept(forwarder);
      time.runUntilIdle();
      faulty[0] = false;
      kind.call.accept(forwarder);
      forwarder.forward(snapshots(500, 501));
      forwarder.close();

      List<String> bodies = braze.bodies();
      assertThat(bodies).hasSizeGreaterThan(before + 4);
      assertThat(bodies)
          .as("seed %d", seed)
          .allSatisfy(
              body -> {
                assertThat(TrackingBraze.json(body)).containsOnlyKeys("group_id", "attributes");
                assertThat(TrackingBraze.group(body)).matches("test-[0-9a-f]{28}");
              });
      List<String> ofCall = bodies.subList(before, bodies.size() - 1);
      assertThat(ofCall.stream().map(TrackingBraze::group).distinct())
          .as("seed %d: the group of the first call, and of the second if it sends", seed)
          .hasSizeBetween(1, 2)
          .doesNotContain(TrackingBraze.group(bodies.get(0)))
          .doesNotContain(TrackingBraze.group(bodies.get(bodies.size() - 1)));
      List<String> groups = ofCall.stream().map(TrackingBraze::group).toList();
      assertThat(groups).as("calls follow each other").isSorted();
    }
  }

  @Test
  void queueAndForwarder_severalAtOnce_haveDifferentGroups() {
    TrackingBraze braze = braze((request, objects) -> ScriptedResponse.of(201, SUCCESS));
    AudienceForwarder forwarder = tracking(braze);
    AudienceForwarder other =
        forwarder(braze, builder -> builder.random(new Random(2)).trackProcessing("test"));
    AudienceQueue one = forwarder.queue().build();
    AudienceQueue two = forwarder.queue().build();
    snapshots(0, 75).forEach(one::offer);
    snapshots(75, 150).forEach(two::offer);
    forwarder.forward(snapshots(150, 151));
    other.forward(snapshots(150, 151));
    one.close();
    two.close();

    assertThat(braze.groups()).hasSize(4);
    forwarder.close();
    other.close();
  }

  @Test
  void forward_withoutTracking_sendsTheSameBodiesWithoutAGroup() {
    TrackingBraze plain = braze((request, objects) -> ScriptedResponse.of(201, SUCCESS));
    TrackingBraze tracked = braze((request, objects) -> ScriptedResponse.of(201, SUCCESS));
    AudienceForwarder off = forwarder(plain, builder -> builder);
    AudienceForwarder on = tracking(tracked);
    off.forward(snapshots(0, 200));
    on.forward(snapshots(0, 200));

    assertThat(plain.bodies()).noneMatch(body -> body.contains("group_id"));
    String member = "\"group_id\":\"" + tracked.groups().get(0) + "\",";
    assertThat(tracked.bodies().stream().map(body -> body.replace(member, "")))
        .isEqualTo(plain.bodies());
    assertThat(off.forward(snapshots(0, 1)).processing().await(MINUTE))
        .isInstanceOfSatisfying(
            ProcessingStatus.Unavailable.class,
            unavailable -> assertThat(unavailable.why()).contains("trackProcessing"));
    assertThat(plain.polls()).isEmpty();
    off.close();
    on.close();
  }

  @Test
  void plan_tracking_hasBodiesWithoutAGroup() {
    AudienceForwarder forwarder =
        tracking(braze((request, objects) -> ScriptedResponse.of(201, SUCCESS)));
    ForwardPlan plan = forwarder.plan(snapshots(0, 1));

    assertThat(new String(plan.bodies().get(0), UTF_8))
        .startsWith("{\"attributes\":[{\"external_id\":\"u-0\"")
        .endsWith("]}");
    forwarder.close();
  }

  @Test
  void forward_readBack_namesNoGroup() {
    TrackingBraze[] tracking = new TrackingBraze[1];
    SimulatedBraze profiles =
        new SimulatedBraze(time, (request, objects) -> ScriptedResponse.of(201, SUCCESS));
    BrazeTransport exports = ExportingBraze.of(time, profiles);
    tracking[0] = new TrackingBraze(time, exports, (poll, group) -> null);
    AudienceForwarder forwarder =
        forwarder(
            tracking[0],
            builder ->
                builder
                    .trackProcessing("test")
                    .membership(
                        store,
                        MembershipPolicy.defaults().withUnknownUsers(UnknownUsers.READ_BACK)));

    ForwardReport report =
        forwarder.forward(
            List.of(
                MembershipChange.of(
                    UserProfile.ofCustomerId("u-1"), List.of(Audience.of(1, "One")), List.of())));

    assertThat(report.accepted()).isEqualTo(1);
    assertThat(tracking[0].otherBodies())
        .hasSize(1)
        .allSatisfy(body -> assertThat(body).doesNotContain("group_id"));
    assertThat(tracking[0].groups()).hasSize(1).doesNotContainNull();
    forwarder.close();
  }
}
