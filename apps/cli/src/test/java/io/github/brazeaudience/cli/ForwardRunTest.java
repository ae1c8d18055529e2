package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.cli.input.Input;
import io.github.brazeaudience.cli.input.InputFormat;
import io.github.brazeaudience.cli.input.StartingPoint;
import io.github.brazeaudience.cli.output.OutputFile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outputs that fail after they were opened. */
class ForwardRunTest {
  private static final String LINE = "{\"identities\":{\"customer_id\":\"u\"},\"member_of\":[]}";

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

  private OutputFile broken(String option) throws IOException {
    OutputFile file = OutputFile.open(option, directory.resolve("out").toString());
    assertThat(file).isNotNull();
    file.close();
    return file;
  }

  private int run(@Nullable OutputFile outcomes, @Nullable OutputFile summary)
      throws UsageException {
    InputStream input = new ByteArrayInputStream(LINE.getBytes(StandardCharsets.UTF_8));
    Pace pace =
        new Pace(
            ConcurrencyPolicy.fixed(1),
            Duration.ZERO,
            RateLimiter.off(),
            RetryPolicy.defaults(),
            Duration.ZERO);
    CommandContext context =
        new CommandContext(
            Map.of(),
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            () -> 0,
            cancellation,
            () -> {});
    BrazeAudienceConfig config = BrazeAudienceConfig.builder().restApiKey("key").build();
    InputReader reader =
        new InputReader(
            List.of(Input.standard(input)),
            InputFormat.NDJSON,
            StartingPoint.beginning(),
            null,
            "nowhere");
    RunPlan plan =
        new RunPlan(
            pace,
            new ForwardOperation(reader, config, false, context),
            new RunPlan.Outputs(outcomes, false, summary, null),
            null);
    return new ForwardRun(plan, ProcessedWait.NONE, context)
        .run(config, new DryRunTransport(bodies, cancellation));
  }
}
