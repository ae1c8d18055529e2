package io.github.brazeaudience.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.flink.client.program.ProgramParametrizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  private static final String[] NEEDED = {"--input=in", "--rejected=out", "--checkpoints=cp"};

  @Test
  void options_thatAreNeeded_areEnough() throws Exception {
    ForwardSettings settings = Options.parse(NEEDED).settings();
    assertThat(settings.instance()).isEqualTo(BrazeInstance.US_03);
    assertThat(settings.sendSegmentsAs()).isEqualTo(SendSegmentsAs.SINGLE_ATTRIBUTE);
    assertThat(settings.starts()).isEqualTo(3_000);
    assertThat(settings.restartRest()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void values_labelsOfThePage_areAccepted() throws Exception {
    ForwardSettings settings =
        Options.parse(with("--instance=US 10 Cluster", "--user-rest=2s")).settings();
    assertThat(settings.instance()).isEqualTo(BrazeInstance.US_10);
    assertThat(settings.minUserWriteInterval()).isEqualTo(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--instance=XY_99",
        "--instance=CUSTOM",
        "--rest-endpoint=https://rest.iad-03.braze.com",
        "--rest-endpoint=http://rest.iad-03.braze.com",
        "--starts=0",
        "--unknown-users=read-back",
        "--watch=soon",
        "--no-such-option",
        "more"
      })
  void values_thatMakeNoSense_areRefusedBeforeTheJobStarts(String option) {
    assertThatThrownBy(() -> Options.parse(with(option)))
        .isInstanceOf(ProgramParametrizationException.class);
  }

  @Test
  void directories_thatAreMissing_areNamed() {
    assertThatThrownBy(() -> Options.parse("--input=in"))
        .isInstanceOf(ProgramParametrizationException.class)
        .hasMessageContaining("--rejected");
  }

  @ParameterizedTest
  @CsvSource({"3000, 1, 3000", "3000, 7, 428", "3000, 3000, 1"})
  void rate_isDividedOverSubtasks_neverRoundedUp(int starts, int subtasks, int share)
      throws Exception {
    assertThat(Options.parse(with("--starts=" + starts)).settings().share(subtasks))
        .isEqualTo(share);
  }

  @ParameterizedTest
  @CsvSource({"60, 4, 1125", "3000, 8, 28125", "3000, 1, 38400"})
  void capacity_perSubtask_isAWindowAndAtMostTwiceTheMaximumInFlight(
      int starts, int subtasks, int capacity) throws Exception {
    assertThat(Options.parse(with("--starts=" + starts)).settings().capacity(subtasks))
        .isEqualTo(capacity);
  }

  @Test
  void rate_belowTheNumberOfSubtasks_isRefused() throws Exception {
    ForwardSettings settings = Options.parse(with("--starts=3")).settings();
    assertThatThrownBy(() -> settings.share(4)).hasMessageContaining("lower the parallelism");
  }

  private static String[] with(String... options) {
    return Stream.concat(Stream.of(NEEDED), Stream.of(options)).toArray(String[]::new);
  }
}
