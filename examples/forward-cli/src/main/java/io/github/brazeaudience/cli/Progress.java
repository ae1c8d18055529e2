package io.github.brazeaudience.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows people how far a run is: a bar on a terminal, a line now and then elsewhere. */
final class Progress implements AutoCloseable {
  private static final long LINE_EVERY_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int UPDATES_BETWEEN_LOOKS = 1_000;
  private static final int BAR_WIDTH = 100;
  private static final int REFRESH_MILLIS = 500;

  private final PrintStream err;
  private final LongSupplier nanoTime;
  private final @Nullable ProgressBar bar;
  private long updates;
  private long problems;
  private long toldAt;

  /**
   * Begins to show progress.
   *
   * @param totalBytes how much there is to read, -1 if nobody knows
   */
  static Progress begin(Surroundings surroundings, long totalBytes) {
    ProgressBar bar = surroundings.errIsTerminal() ? bar(surroundings.err(), totalBytes) : null;
    return new Progress(surroundings.err(), surroundings.nanoTime(), bar);
  }

  private Progress(PrintStream err, LongSupplier nanoTime, @Nullable ProgressBar bar) {
    this.err = err;
    this.nanoTime = nanoTime;
    this.bar = bar;
    this.toldAt = nanoTime.getAsLong();
  }

  private static ProgressBar bar(PrintStream err, long totalBytes) {
    return new ProgressBarBuilder()
        .setTaskName("Forwarding")
        .setInitialMax(totalBytes)
        .setUnit(" MiB", 1L << 20)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(REFRESH_MILLIS)
        .setMaxRenderedLength(BAR_WIDTH)
        .setConsumer(new ConsoleProgressBarConsumer(err, BAR_WIDTH))
        .build();
  }

  /** An update has its outcome. */
  void outcome(boolean problem, long bytesRead) {
    updates++;
    problems += problem ? 1 : 0;
    if (updates % UPDATES_BETWEEN_LOOKS != 0) {
      return;
    }
    if (bar != null) {
      bar.stepTo(bytesRead);
      bar.setExtraMessage(counts());
    } else if (nanoTime.getAsLong() - toldAt >= LINE_EVERY_NANOS) {
      toldAt = nanoTime.getAsLong();
      err.println(counts());
    }
  }

  /** Says something while the run goes on. */
  void notice(String text) {
    if (bar != null) {
      bar.setExtraMessage(text);
    } else {
      err.println(text);
    }
  }

  private String counts() {
    return "%,d updates, %,d with problems".formatted(updates, problems);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
