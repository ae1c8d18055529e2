package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pipe that stays open: lines are sent, and their outcomes written, before it ends. */
@Timeout(60)
class PausingInputTest {
  private static final String LINES =
      """
      {"identities":{"customer_id":"u-1"},"member_of":[{"id":1}]}
      not JSON
      {"identities":{"customer_id":"u-2"},"member_of":[{"id":1}]}
      """;

  @TempDir Path directory;

  /** A pipe with some lines in it that ends once something has happened. */
  private static final class OpenPipe extends InputStream {
    private final byte[] lines = LINES.getBytes(StandardCharsets.UTF_8);
    private final BooleanSupplier mayEnd;
    private boolean read;

    OpenPipe(BooleanSupplier mayEnd) {
      this.mayEnd = mayEnd;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("read in pieces");
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (!read) {
        read = true;
        System.arraycopy(lines, 0, target, offset, lines.length);
        return lines.length;
      }
      while (!mayEnd.getAsBoolean()) {
        Thread.onSpinWait();
      }
      return -1;
    }
  }

  private static String content(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void run_inputPauses_requestOutcomesAndCheckpointDoNotWaitForItsEnd() {
    Path outcomes = directory.resolve("o");
    Path checkpoint = directory.resolve("c");
    try (TrackServer server = new TrackServer()) {
      OpenPipe pipe =
          new OpenPipe(
              () ->
                  server.objects().size() == 2
                      && content(outcomes).contains("MALFORMED_INPUT")
                      && content(checkpoint).contains("\"updates\":3"));
      CommandLineRun run =
          CommandLineRun.forward("--rest-endpoint", server.endpoint(), "--linger", "10ms")
              .arg("--outcomes")
              .arg(outcomes)
              .arg("--checkpoint")
              .arg(checkpoint)
              .in(pipe)
              .run();

      assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
      assertThat(server.objects()).containsOnlyKeys("u-1", "u-2");
    }
    List<Map<String, Object>> lines = content(outcomes).lines().map(Json::object).toList();
    assertThat(lines)
        .singleElement()
        .satisfies(line -> assertThat(line).containsEntry("index", 1L));
  }

  @Test
  void run_dryRunInputPauses_bodyIsPrintedBeforeItsEnd() {
    CommandLineRun run = CommandLineRun.forward("--dry-run", "--linger", "0s");
    OpenPipe pipe = new OpenPipe(() -> run.out().contains("u-2"));
    run.in(pipe).run();

    assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
  }
}
