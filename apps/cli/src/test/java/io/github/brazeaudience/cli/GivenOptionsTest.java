package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class GivenOptionsTest {
  private static Map<String, String> given(String command, String... args) {
    CommandLine program = Documents.program();
    program.parseArgs(Stream.concat(Stream.of(command), Stream.of(args)).toArray(String[]::new));
    return GivenOptions.of(program.getSubcommands().get(command).getCommandSpec());
  }

  @Test
  void of_commandLine_hasItsOptionsAsTheyWereWritten() {
    assertThat(
            given("forward", "--rate", "100/1s", "--full", "--instance", "eu_01", "a.ndjson", "b"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "--rate",
                "100/1s",
                "--full",
                "true",
                "--instance",
                "eu_01",
                "FILE",
                "a.ndjson, b"));
    assertThat(given("rename", "7", "New name"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("ID", "7", "NAME", "New name"));
    assertThat(given("demo")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--api-key, 0a1b2c3d-app, given",
    "--forget, secret-user, given",
    "--store-user, secret, given",
    "--store, users.store, users.store",
    "--store, jdbc:postgresql://db.example.com/a, jdbc:postgresql://db.example.com/a",
    "--store, jdbc:postgresql://me:pw@db/a?password=pw, jdbc:postgresql://db/a",
    "--store, jdbc:h2:./a;PASSWORD=pw, jdbc:h2:./a",
    "--rest-api-key-env, BRAZE_KEY, BRAZE_KEY"
  })
  void of_option_hasNoSecretAndNoIdentity(String name, String value, String shown) {
    assertThat(given("forward", name, value)).containsExactly(Map.entry(name, shown));
  }

  @Test
  void of_textDirectionMark_isNotPassedOn() {
    assertThat(given("forward", "a\u202eb")).containsExactly(Map.entry("FILE", "a b"));
  }
}
