package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.brazeaudience.internal.engine.UserWrite.State;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserWriteTest {
  private final EngineFixture fixture = new EngineFixture();

  private UserWrite in(State state) {
    UserWrite write = fixture.write(fixture.call(), "u");
    List<State> path =
        switch (state) {
          case IDENTIFYING -> List.of(State.RESOLVING, State.BATCHED, State.IDENTIFYING);
          case SEQUENCED -> List.of();
          case RESOLVING -> List.of(State.RESOLVING);
          case READY -> List.of(State.RESOLVING, State.READY);
          case BATCHED -> List.of(State.RESOLVING, State.BATCHED);
          case DONE -> List.of(State.DONE);
        };
    path.forEach(write::moveTo);
    return write;
  }

  @ParameterizedTest
  @CsvSource({
    "IDENTIFYING, SEQUENCED BATCHED DONE",
    "SEQUENCED,   RESOLVING DONE",
    "RESOLVING,   READY BATCHED DONE",
    "READY,       BATCHED DONE",
    "BATCHED,     IDENTIFYING RESOLVING DONE",
    "DONE,        ''",
  })
  void moveTo_eachState_allowsTheNextStagesOnly(State from, String allowed) {
    List<String> next = Arrays.asList(allowed.split(" "));
    for (State to : State.values()) {
      UserWrite write = in(from);
      if (next.contains(to.name())) {
        write.moveTo(to);
        assertThat(write.state()).isEqualTo(to);
      } else {
        assertThatIllegalStateException()
            .isThrownBy(() -> write.moveTo(to))
            .withMessage("a write cannot move from " + from + " to " + to);
      }
    }
  }
}
