package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Unchanged;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagesTest {
  private final EngineFixture engine = new EngineFixture();
  private final List<UserWrite> resolving = new ArrayList<>();
  private WriteResolver.@Nullable Next next;

  private StagesFixture fixture(EngineFixture settings) {
    settings.resolver =
        (context, stagesAfter) -> {
          next = stagesAfter;
          return write -> {
            write.moveTo(WriteState.RESOLVING);
            resolving.add(write);
          };
        };
    return new StagesFixture(settings);
  }

  @ParameterizedTest
  @CsvSource({
    "ready,    READY, none",
    "complete, DONE,  Unchanged",
    "fail,     DONE,  NotSent",
  })
  void next_decisionOfTheResolver_readiesOrEndsTheWrite(
      String decision, WriteState state, String outcome) {
    StagesFixture fixture = fixture(engine);
    UserWrite write = fixture.accept(fixture.open(), "u");
    assertThat(resolving).containsExactly(write);

    switch (decision) {
      case "ready" -> next.ready(write);
      case "complete" -> {
        Unchanged unchanged = Unchanged.of(0, write.updates().get(0).update(), 0);
        write.resolve(new WriteContent(List.of(unchanged), List.of(), null, null, false));
        next.complete(write);
      }
      default -> next.fail(write, StopCause.STORE_TIMEOUT);
    }

    assertThat(write.state()).isEqualTo(state);
    assertThat(engine.outcomes)
        .extracting(it -> it.getClass().getSimpleName())
        .isEqualTo(outcome.equals("none") ? List.of() : List.of(outcome));
  }

  @Test
  void next_batchFails_endsItsWritesWithTheCause() {
    StagesFixture fixture = fixture(engine);
    Batch batch = engine.batch(fixture.stages.admission, fixture.open(), 2);

    next.fail(batch, StopCause.LEASE_LOST);

    assertThat(engine.outcomes)
        .hasSize(2)
        .allSatisfy(it -> assertThat(it.message()).isEqualTo(StopCause.LEASE_LOST.message()));
  }

  @Test
  void next_markedBatch_startsBeforeTheOthers() {
    StagesFixture fixture = fixture(engine);
    Call call = fixture.open();
    Batch waiting = engine.batch(fixture.stages.admission, call, writes(call, "waiting"));
    Batch marked = engine.batch(fixture.stages.admission, call, writes(call, "marked"));
    fixture.stages.scheduler.acceptLast(waiting);

    next.startFirst(marked);
    fixture.start();

    assertThat(engine.sent)
        .extracting(sent -> EngineFixture.text(sent.request.bodyParts()))
        .satisfiesExactly(
            first -> assertThat(first).contains("marked"),
            second -> assertThat(second).contains("waiting"));
  }

  private List<UserWrite> writes(Call call, String user) {
    UserWrite write = engine.write(call, user);
    write.moveTo(WriteState.RESOLVING);
    write.moveTo(WriteState.BATCHED);
    return List.of(write);
  }

  @Test
  void sender_response_goesToTheResultHandler() {
    StagesFixture fixture = new StagesFixture(engine);
    UserWrite write = fixture.send(fixture.open(), "u");

    fixture.respond(0, 201, "{\"message\":\"success\"}");

    assertThat(fixture.results).hasSize(1).allMatch(AttemptResult.Delivered.class::isInstance);
    assertThat(TestWrites.lastOutcome(write)).isInstanceOf(Accepted.class);
  }

  /** The lookup comes before the sequencer, which orders users by their identifier. */
  @Test
  void lookup_deviceIds_isExportedBeforeTheWriteIsSequenced() {
    EngineFixture lookups = new EngineFixture(BrazeAudienceConfig.builder().deviceLookup(true));
    StagesFixture fixture = fixture(lookups);
    Call call = fixture.open(lookups.call());
    UserWrite write =
        lookups.write(UserProfile.builder().device(DeviceIdentityType.IDFV, "d-1").build());
    call.add(write);

    fixture.stages.lookup.identify(write);
    fixture.start();

    assertThat(resolving).isEmpty();
    assertThat(lookups.sent)
        .hasSize(1)
        .allMatch(sent -> sent.request.uri().getPath().equals("/users/export/ids"));
    fixture.respond(0, 201, "{\"message\":\"success\",\"users\":[{\"external_id\":\"u-1\"}]}");
    assertThat(resolving).containsExactly(write);
    assertThat(write.user().value()).isEqualTo("u-1");
  }
}
