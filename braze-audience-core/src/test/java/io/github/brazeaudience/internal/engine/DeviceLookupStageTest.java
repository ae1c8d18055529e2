package io.github.brazeaudience.internal.engine;

import static io.github.brazeaudience.internal.engine.EngineFixture.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.internal.resilience.RetryTokenBucket;
import io.github.brazeaudience.internal.wire.ExportedProfile;
import io.github.brazeaudience.outcome.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests the stage of device lookups, without the scheduler that starts its requests. */
class DeviceLookupStageTest {
  private static final StopCause REFUSED =
      new StopCause(Reason.UNAUTHORIZED, "the key lacks a permission");

  private final EngineFixture fixture =
      new EngineFixture(BrazeAudienceConfig.builder().deviceLookup(true));
  private final Call call = fixture.call();
  private final List<String> results = new ArrayList<>();
  private final DeviceLookup stage = stage();

  private DeviceLookup stage() {
    EngineSettings settings = fixture.settings();
    return new DeviceLookup(
        new WriteResolver.Context(
            settings,
            fixture.payload,
            new RetryTokenBucket(fixture.retryPolicy.budget(), 0),
            Runnable::run),
        fixture.resolver(),
        new Recorder(),
        fixture.completer(),
        write -> results.add("identified as " + write.user().value()));
  }

  /** Records what the stage passes on. */
  private final class Recorder implements WriteResolver.Next {
    @Override
    public void ready(UserWrite write) {
      throw new AssertionError("not resolved here");
    }

    @Override
    public void complete(UserWrite write) {
      results.add("nothing to send");
    }

    @Override
    public void fail(UserWrite write, StopCause cause) {
      write.fail(cause);
      write.call().report(write);
      results.add("failed " + cause.reason());
    }

    @Override
    public void fail(Batch batch, StopCause cause) {
      stage.release(batch);
      batch.writes().forEach(write -> fail(write, cause));
    }

    @Override
    public void startFirst(Batch batch) {
      throw new AssertionError("nothing is marked here");
    }
  }

  private UserWrite identify(Call owner, UserProfile user) {
    UserWrite write = fixture.write(user);
    owner.add(write);
    stage.identify(write);
    return write;
  }

  private UserWrite identify(String device) {
    return identify(call, UserProfile.builder().device(DeviceIdentityType.IDFV, device).build());
  }

  private @Nullable Batch next() {
    return stage.formBatch(call, fixture.now);
  }

  private Batch lookUp() {
    return Objects.requireNonNull(next(), "no lookup to start");
  }

  /** Ends a lookup as the response handler does. */
  private void found(Batch batch, String... externalIds) {
    List<ExportedProfile> profiles = new ArrayList<>();
    for (String id : externalIds) {
      profiles.add(new ExportedProfile(id, null, Map.of()));
    }
    stage.release(batch);
    stage.exported(batch, profiles);
  }

  @Test
  void identify_userWithAnExternalId_passesOnWithoutALookup() {
    identify(call, UserProfile.ofCustomerId("u"));

    assertThat(results).containsExactly("identified as u");
    assertThat(next()).isNull();
  }

  @Test
  void next_severalDevices_hasOneDevicePerRequestWhateverTheInput() {
    identify("a");
    identify("b");
    identify("a");

    Batch first = lookUp();
    assertThat(first.writes()).hasSize(2);
    assertThat(EngineFixture.text(first.request().body().get()))
        .isEqualTo("{\"device_id\":\"a\",\"fields_to_export\":[\"braze_id\",\"external_id\"]}");
    assertThat(lookUp().writes()).hasSize(1);
    assertThat(next()).isNull();
  }

  @Test
  void exported_oneProfile_identifiesAllThatWaitInOrder() {
    identify("a");
    Batch batch = lookUp();
    Call other = fixture.call();
    identify(other, UserProfile.builder().device(DeviceIdentityType.IDFV, "a").build());
    assertThat(stage.formBatch(other, 0)).as("looked up once").isNull();

    found(batch, "u");

    assertThat(results).containsExactly("identified as u", "identified as u");
    assertThat(fixture.outcomes).isEmpty();
  }

  @Test
  void exported_noProfile_rejectsTheWrite() {
    identify("a");

    found(lookUp());

    assertThat(results).isEmpty();
    assertThat(fixture.outcomes).hasSize(1);
    assertThat(fixture.outcomes.get(0).reason()).contains(Reason.NO_IDENTIFIER);
    assertThat(fixture.outcomes.get(0).message()).isEqualTo(DeviceSearch.NOT_FOUND);
  }

  @Test
  void exported_noProfileOfTheFirstDevice_looksUpTheNext() {
    identify(
        call,
        UserProfile.builder()
            .device(DeviceIdentityType.IDFV, "a")
            .device(DeviceIdentityType.ANDROID_ID, "b")
            .build());

    found(lookUp());
    assertThat(fixture.outcomes).isEmpty();
    found(lookUp(), "u");

    assertThat(results).containsExactly("identified as u");
  }

  @Test
  void exported_externalIdThatIsTooLong_rejectsTheWrite() {
    identify("a");

    found(lookUp(), "u".repeat(988));

    assertThat(fixture.outcomes.get(0).reason()).contains(Reason.IDENTIFIER_TOO_LONG);
  }

  @Test
  void identify_cachedDevice_needsNoLookupUntilTheResultExpires() {
    identify("found");
    found(lookUp(), "u");
    identify("missing");
    found(lookUp());
    results.clear();
    fixture.outcomes.clear();

    identify("found");
    identify("missing");
    assertThat(results).containsExactly("identified as u");
    assertThat(fixture.outcomes).hasSize(1);
    assertThat(next()).isNull();

    fixture.now += DeviceCache.NOT_FOUND_FOR.toNanos();
    identify("found");
    identify("missing");
    assertThat(lookUp().writes()).as("missing").hasSize(1);
    assertThat(next()).isNull();

    fixture.now = DeviceCache.FOUND_FOR.toNanos();
    identify("found");
    assertThat(lookUp().writes()).hasSize(1);
  }

  @Test
  void release_failedLookup_leavesTheOtherCallsToTheirOwn() {
    identify("a");
    Batch batch = lookUp();
    Call other = fixture.call();
    identify(other, UserProfile.builder().device(DeviceIdentityType.IDFV, "a").build());

    stage.release(batch);

    assertThat(next()).isNull();
    assertThat(stage.formBatch(other, 0)).isNotNull();
  }

  /** As after a 403: the lookups of the call are suspended, and the rest of the call goes on. */
  @Test
  void suspend_permissionRefused_failsLookupsOfTheCallForAMinute() {
    identify("due");
    Batch due = lookUp();
    identify("waiting");
    Call other = fixture.call();
    identify(other, UserProfile.builder().device(DeviceIdentityType.IDFV, "other").build());

    stage.suspend(call, REFUSED);
    assertThat(results).containsExactly("failed UNAUTHORIZED", "failed UNAUTHORIZED");
    assertThat(due.writes()).allMatch(UserWrite::isDone);
    identify("later");
    identify(call, UserProfile.ofCustomerId("u"));
    assertThat(results.subList(2, 4)).containsExactly("failed UNAUTHORIZED", "identified as u");
    assertThat(stage.formBatch(other, 0)).as("another call").isNotNull();

    fixture.now += 60 * SECOND;
    identify("later");
    assertThat(next()).isNotNull();
  }

  @Test
  void identify_stoppedCall_failsWithItsCause() {
    call.stop(StopCause.CANCELLED);

    identify("a");

    assertThat(results).containsExactly("failed CANCELLED");
    assertThat(next()).isNull();
  }

  @Test
  void drain_stoppedCall_failsWhatWaits() {
    identify("a");
    identify("b");
    lookUp();

    call.stop(StopCause.CLOSED);
    stage.drain(call, StopCause.CLOSED);

    assertThat(results).containsExactly("failed CLOSED");
    assertThat(next()).isNull();
  }

  @Test
  void exported_callWasStopped_failsTheIdentifiedWrite() {
    identify("a");
    Batch batch = lookUp();
    call.stop(StopCause.CANCELLED);

    found(batch, "u");

    assertThat(results).containsExactly("failed CANCELLED");
  }

  /** The deadline of the call is after 300 s. */
  @Test
  void expireThrottled_limiterPausesBeyondTheDeadline_failsDueAndWaitingWrites() {
    identify("due");
    assertThat(lookUp().isDue()).isTrue();
    identify("waiting");
    stage.admission().limiters().pauseAllForwarders(Duration.ofSeconds(299), 0);
    stage.expireThrottled(0);
    assertThat(results).isEmpty();

    stage.admission().limiters().pauseAllForwarders(Duration.ofSeconds(301), 0);
    stage.expireThrottled(0);

    assertThat(results).containsExactly("failed DEADLINE", "failed DEADLINE");
    assertThat(fixture.outcomes)
        .allSatisfy(outcome -> assertThat(outcome.message()).contains("can be looked up"));
    assertThat(fixture.events).contains("readBackDelayed");
  }
}
