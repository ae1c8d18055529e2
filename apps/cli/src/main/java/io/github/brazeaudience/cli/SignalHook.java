package io.github.brazeaudience.cli;

/** On Ctrl-C or SIGTERM, cancels the run, waits until it has written its files, and ends. */
final class SignalHook {
  private static final long SECONDS_WITHOUT_PROGRESS = 15;

  private SignalHook() {}

  static Thread thread(Cancellation cancellation) {
    return new Thread(() -> run(cancellation), "signal");
  }

  private static void run(Cancellation cancellation) {
    if (!cancellation.cancel(Cancellation.Cause.SIGNAL)) {
      return;
    }
    try {
      cancellation.awaitFinish(SECONDS_WITHOUT_PROGRESS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
  }
}
