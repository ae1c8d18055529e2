package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.outcome.UserOutcome;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;

/** Errors in the environment of an engine. */
abstract class EngineErrorFixture {
  static Stream<Throwable> errors() {
    return Stream.<Throwable>of(
            new OutOfMemoryError("unable to create native thread"),
            new StackOverflowError(),
            new RejectedExecutionException("no room"),
            new IllegalStateException("a bug"),
            new IOException("undeclared"))
        .peek(error -> error.setStackTrace(new StackTraceElement[0])); // keeps the log short
  }

  static UserOutcome outcome(CompletionStage<UserOutcome> stage) {
    UserOutcome outcome = stage.toCompletableFuture().getNow(null);
    assertThat(outcome).isNotNull();
    return outcome;
  }
}
