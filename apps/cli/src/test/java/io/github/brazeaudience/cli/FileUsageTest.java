package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a command line never reads from or overwrites the wrong file. */
class FileUsageTest extends UsageFixture {
  @Test
  void run_refusedCommandLine_keepsExistingOutputs() throws IOException {
    Path old = Files.writeString(directory.resolve("old"), "old");
    assertRefused(command("--outcomes", old.toString(), "--summary", "DIR"), "--summary");
    assertThat(old).hasContent("old");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--dry-run", "--dry-run -", "--dry-run --format mparticle-firehose"})
  void run_closedStandardInputWithoutFile_isExit2(String args) {
    CommandLineRun run = CommandLineRun.forward(args.split(" ", -1)).in((InputStream) null);
    assertRefused(run, "standard input is closed; name a FILE");
  }

  @Test
  void run_closedStandardInputWithFile_isNotNeeded() {
    CommandLineRun run = command("--dry-run").in((InputStream) null).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"none", "none --dry-run", "empty", "empty --dry-run", "none --outcomes o"})
  void run_retireWithAStoreThatHasNothing_isExit2AndCreatesNothing(String args) throws IOException {
    Path empty = Files.createFile(directory.resolve("empty"));
    CommandLineRun run =
        CommandLineRun.of("retire", "1", "--rest-endpoint", server.endpoint(), "--store");
    List<String> words = List.of(args.split(" ", -1));
    words.forEach(word -> run.arg(word.startsWith("-") ? word : directory.resolve(word)));
    assertRefused(run, directory.resolve(words.get(0)).toString());
    assertThat(empty).isEmptyFile();
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactlyInAnyOrder(input, empty);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--outcomes", "--summary", "--checkpoint", "--store"})
  void run_outputThatIsAHardLinkToAnInput_isExit2(String option) throws IOException {
    Path link = Files.createLink(directory.resolve("link"), input);
    assertRefused(
        command(option, link.toString()),
        option.equals("--checkpoint") ? "--checkpoint" : "names an input");
    assertThat(input).hasContent(LINE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--outcomes", "--summary", "--checkpoint", "--store", ""})
  void run_invalidFileName_isExit2(String option) {
    CommandLineRun run = CommandLineRun.forward("--rest-endpoint", server.endpoint());
    if (!option.isEmpty()) {
      run.arg(option);
    }
    assertRefused(run.arg("a\0b"), "cannot be the name of a file");
  }

  @Test
  void run_emptyInputAsCheckpoint_isNotOverwritten() throws IOException {
    Path empty = Files.writeString(directory.resolve("empty"), "");
    CommandLineRun run =
        CommandLineRun.forward("--rest-endpoint", server.endpoint(), "--checkpoint");
    assertRefused(run.arg(empty).arg(empty), "names an input");
    assertThat(empty).isEmptyFile();
  }

  /** A checkpoint is written there before it is put in its place. */
  @Test
  void run_inputNamedLikeTheTemporaryCheckpoint_isNotOverwritten() throws IOException {
    Path input = Files.writeString(directory.resolve("c.tmp"), "[]");
    CommandLineRun run =
        CommandLineRun.forward("--rest-endpoint", server.endpoint(), "--checkpoint");
    assertRefused(run.arg(directory.resolve("c")).arg(input), "names an input");
    assertThat(input).hasContent("[]");
  }
}
