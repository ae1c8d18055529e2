package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.TrackServer.Answer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Responses of a server that signals a run at a request, and holds it until the run has ended. */
final class RunSignal implements IntFunction<Answer> {
  private final int request;
  private final CompletableFuture<Answer> onceTheRunHasEnded = new CompletableFuture<>();
  private volatile @Nullable CommandLineRun signalled;

  RunSignal(int request) {
    this.request = request;
  }

  @Override
  public Answer apply(int number) {
    if (number < request) {
      return Answer.SUCCESS;
    }
    Objects.requireNonNull(signalled).signal();
    return onceTheRunHasEnded.join();
  }

  CommandLineRun run(CommandLineRun run) {
    signalled = run;
    run.run();
    onceTheRunHasEnded.complete(Answer.SUCCESS);
    return run;
  }
}
