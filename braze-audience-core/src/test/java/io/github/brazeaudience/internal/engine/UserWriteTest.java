package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserWriteTest {
  private final EngineFixture fixture = new EngineFixture();

  private UserWrite in(WriteState state) {
    UserWrite write = fixture.write(fixture.call(), "u");
    List<WriteState> path =
        switch (state) {
          case IDENTIFYING ->
              List.of(WriteState.RESOLVING, WriteState.BATCHED, WriteState.IDENTIFYING);
          case SEQUENCED -> List.of();
          case RESOLVING -> List.of(WriteState.RESOLVING);
          case READY -> List.of(WriteState.RESOLVING, WriteState.READY);
          case BATCHED -> List.of(WriteState.RESOLVING, WriteState.BATCHED);
          case DONE -> List.of(WriteState.DONE);
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
  void moveTo_eachState_allowsTheNextStagesOnly(WriteState from, String allowed) {
    List<String> next = Arrays.asList(allowed.split(" "));
    for (WriteState to : WriteState.values()) {
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
