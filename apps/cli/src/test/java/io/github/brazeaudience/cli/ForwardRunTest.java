package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.cli.input.Input;
import io.github.brazeaudience.cli.input.InputFormat;
import io.github.brazeaudience.cli.input.StartingPoint;
import io.github.brazeaudience.cli.output.OutputFile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.options.Membership;
import io.github.brazeaudience.options.UsageException;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests outputs that fail after they were opened, and stores that fail outside of an update. */
class ForwardRunTest {
  private static final String LINE = "{\"identities\":{\"customer_id\":\"u\"},\"member_of\":[]}";

  private static final BrazeAudienceConfig CONFIG =
      BrazeAudienceConfig.builder().restApiKey("key").build();

  private static final Pace PACE =
      new Pace(
          ConcurrencyPolicy.fixed(1),
          Duration.ZERO,
          RateLimiter.off(),
          RetryPolicy.defaults(),
          Duration.ZERO);

  @TempDir Path directory;
  private final ByteArrayOutputStream bodies = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Cancellation cancellation = new Cancellation();

  @Test
  void run_summaryThatFails_isExit1AndForwardsAll() throws Exception {
    assertThat(run(null, broken("--summary"))).isEqualTo(1);
    assertThat(bodies.toString(StandardCharsets.UTF_8)).contains("external_id");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("--summary is incomplete");
  }

  @Test
  void run_outcomesThatCannotBegin_sendsNothing() throws IOException {
    OutputFile outcomes = broken("--outcomes");
    assertThatThrownBy(() -> run(outcomes, null))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--outcomes");
    assertThat(bodies.size()).isZero();
  }

  static List<RuntimeException> storeFailures() {
    return List.of(
        new UncheckedIOException("the file of the store failed", new IOException("disk")),
        new IllegalStateException("the membership store did not respond within PT5M"),
        new RuntimeException("the database failed"));
  }

  /** The store fails while the users are counted, before anything is sent. */
  @ParameterizedTest
  @MethodSource("storeFailures")
  void run_storeFailsOutsideOfAnUpdate_isExit1WithItsMessageAndDoesNotWait(RuntimeException failure)
      throws Exception {
    MembershipStore failing =
        new MembershipStore() {
          @Override
          public Map<String, MembershipRecord> read(String namespace, Collection<String> users) {
            throw failure;
          }

          @Override
          public void update(String namespace, Map<String, RecordChange> changes) {
            throw failure;
          }

          @Override
          public List<StoredRecord> page(String namespace, @Nullable String after, int limit) {
            throw failure;
          }

          @Override
          public void close() {}
        };
    CommandContext context = context();
    OutputFile summary = OutputFile.open("--summary", directory.resolve("summary.json").toString());
    RunPlan plan =
        new RunPlan(
            PACE,
            AudienceOperation.retiring(1, cancellation),
            new RunPlan.Outputs(null, false, summary, null, Map.of()),
            new Membership(failing, MembershipPolicy.defaults()));

    int code =
        new ForwardRun(plan, ProcessedWait.of(Duration.ofMinutes(10), context), context)
            .run(CONFIG, new DryRunTransport(bodies, cancellation));

    assertThat(code).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains(failure.getMessage())
        .contains("Processing unknown: the run failed, so it did not wait for the processing")
        .doesNotContain("Waiting until");
    assertThat(Files.readString(directory.resolve("summary.json")))
        .contains("\"updates\":0", "\"status\":\"unavailable\"");
    assertThat(bodies.size()).isZero();
  }

  private OutputFile broken(String option) throws IOException {
    OutputFile file = OutputFile.open(option, directory.resolve("out").toString());
    assertThat(file).isNotNull();
    file.close();
    return file;
  }

  private int run(@Nullable OutputFile outcomes, @Nullable OutputFile summary)
      throws UsageException {
    InputStream input = new ByteArrayInputStream(LINE.getBytes(StandardCharsets.UTF_8));
    CommandContext context = context();
    InputReader reader =
        new InputReader(
            List.of(Input.standard(input)),
            InputFormat.NDJSON,
            StartingPoint.beginning(),
            null,
            "nowhere");
    RunPlan plan =
        new RunPlan(
            PACE,
            new ForwardOperation("forward", reader, CONFIG, false, context),
            new RunPlan.Outputs(outcomes, false, summary, null, Map.of()),
            null);
    return new ForwardRun(plan, ProcessedWait.NONE, context)
        .run(CONFIG, new DryRunTransport(bodies, cancellation));
  }

  private CommandContext context() {
    return new CommandContext(
        Map.of(),
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        () -> 0,
        () -> 0,
        cancellation,
        () -> {});
  }
}
