package io.github.brazeaudience.cli;

import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.cli.input.Input;
import io.github.brazeaudience.cli.input.InputFormat;
import io.github.brazeaudience.cli.output.OutputFile;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks inputs, outputs and pace, so that nothing is sent if one of them cannot work. */
final class TaskFactory {
  /** A dry run waits for whoever reads its lines as long as it takes. */
  private static final Duration NO_DEADLINE = Duration.ofDays(365);

  private static final String SAMPLE = "sample.ndjson";

  private final Options options;
  private final InputStream standardInput;

  TaskFactory(Options options, InputStream standardInput) {
    this.options = options;
    this.standardInput = standardInput;
  }

  /** Opens the outputs last, because that may make files. */
  Task create() throws UsageException {
    Task.Pace pace = options.dryRun ? dryRunPace() : pace();
    try {
      List<Input> inputs = inputs();
      OutputFile outcomes = OutputFile.open("--outcomes", options.outcomes);
      OutputFile summary = openSummary(outcomes);
      Task task =
          new Task(pace, inputs, options.format, outcomes, options.outcomesUnchanged, summary);
      checkOutputs(task);
      return task;
    } catch (IllegalArgumentException e) {
      throw UsageException.because(e);
    }
  }

  private Task.Pace pace() throws UsageException {
    RateLimiter limiter = options.rate != null ? options.rate : RateLimiter.create();
    return new Task.Pace(
        concurrency(), AudienceForwarderBuilder.DEFAULT_USER_REST, limiter, retryPolicy());
  }

  private ConcurrencyPolicy concurrency() throws UsageException {
    Integer requests = options.maxInFlight;
    if (requests == null) {
      return ConcurrencyPolicy.adaptive();
    }
    if (requests < 1 || requests > ConcurrencyPolicy.LARGEST) {
      throw new UsageException(
          "--max-in-flight must be from 1 to %d, but was %d"
              .formatted(ConcurrencyPolicy.LARGEST, requests));
    }
    return ConcurrencyPolicy.fixed(requests);
  }

  private RetryPolicy retryPolicy() {
    RetryPolicy policy = RetryPolicy.defaults();
    if (options.deadline != null) {
      policy = policy.withDeadline(options.deadline);
    }
    return options.giveUpAfter != null ? policy.withOutageLimit(options.giveUpAfter) : policy;
  }

  /** One body after the other, without waiting. */
  private Task.Pace dryRunPace() throws UsageException {
    Task.Pace checked = pace();
    return new Task.Pace(
        ConcurrencyPolicy.fixed(1),
        Duration.ZERO,
        RateLimiter.off(),
        checked.retry().withDeadline(NO_DEADLINE));
  }

  private List<Input> inputs() throws UsageException {
    if (options.files.isEmpty()) {
      if (options.demo && options.format != InputFormat.NDJSON) {
        throw new UsageException("the sample of --demo is ndjson; name a FILE of the other format");
      }
      return List.of(options.demo ? sample() : Input.standard(standardInput));
    }
    List<Input> inputs = new ArrayList<>();
    boolean standard = false;
    for (String file : options.files) {
      if (!file.equals(Input.STANDARD_INPUT)) {
        inputs.add(Input.file(file));
      } else if (standard) {
        throw new UsageException("- is given twice; standard input can be read once");
      } else {
        standard = true;
        inputs.add(Input.standard(standardInput));
      }
    }
    return inputs;
  }

  private static Input sample() {
    return Input.bundled(
        SAMPLE,
        Objects.requireNonNull(
            TaskFactory.class.getResourceAsStream(SAMPLE), SAMPLE + " is missing"));
  }

  private @Nullable OutputFile openSummary(@Nullable OutputFile outcomes) {
    try {
      return OutputFile.open("--summary", options.summary);
    } catch (IllegalArgumentException e) {
      discard(outcomes, e);
      throw e;
    }
  }

  private static void checkOutputs(Task task) {
    try {
      for (Input input : task.inputs()) {
        checkNotInput(task.outcomes(), input.path());
        checkNotInput(task.summary(), input.path());
      }
      if (task.outcomes() != null
          && task.summary() != null
          && task.outcomes().isSameFile(task.summary())) {
        throw new IllegalArgumentException(
            "--outcomes and --summary name the same file; write two files");
      }
    } catch (IllegalArgumentException e) {
      discard(task.outcomes(), e);
      discard(task.summary(), e);
      throw e;
    }
  }

  private static void checkNotInput(@Nullable OutputFile output, @Nullable Path input) {
    if (output != null && input != null && output.isSameFile(input)) {
      throw new IllegalArgumentException(
          "%s names an input, which it would overwrite; name another file"
              .formatted(output.option()));
    }
  }

  private static void discard(@Nullable OutputFile output, Exception because) {
    try {
      if (output != null) {
        output.discard();
      }
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }
}
