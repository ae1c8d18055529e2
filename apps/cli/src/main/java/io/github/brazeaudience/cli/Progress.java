package io.github.brazeaudience.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows people how far a run is: a bar on a terminal, a line now and then elsewhere. */
final class Progress implements AutoCloseable {
  private static final long LINE_EVERY_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int UPDATES_BETWEEN_LOOKS = 1_000;
  private static final int BAR_WIDTH = Columns.WIDTH - 1;
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final int REFRESH_MILLIS = 500;

  private final Surroundings surroundings;
  private final @Nullable ProgressBar bar;
  private long updates;
  private long shown;
  private long bytes;
  private long problems;
  private long toldAt;

  /**
   * Begins to show progress.
   *
   * @param totalBytes how much there is to read, -1 if nobody knows
   */
  static Progress begin(Surroundings surroundings, long totalBytes) {
    ProgressBar bar = surroundings.errIsTerminal() ? bar(surroundings.err(), totalBytes) : null;
    return new Progress(surroundings, bar);
  }

  private Progress(Surroundings surroundings, @Nullable ProgressBar bar) {
    this.surroundings = surroundings;
    this.bar = bar;
    this.toldAt = now();
  }

  private static ProgressBar bar(PrintStream err, long totalBytes) {
    return unit(new ProgressBarBuilder(), totalBytes)
        .setInitialMax(totalBytes)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(REFRESH_MILLIS)
        .setMaxRenderedLength(BAR_WIDTH)
        .setConsumer(new ConsoleProgressBarConsumer(err, BAR_WIDTH))
        .build();
  }

  private static ProgressBarBuilder unit(ProgressBarBuilder builder, long totalBytes) {
    if (totalBytes >= 0 && totalBytes < 10 * KIB) {
      return builder.setUnit(" B", 1);
    }
    return totalBytes < 10 * MIB ? builder.setUnit(" KiB", KIB) : builder.setUnit(" MiB", MIB);
  }

  /** An update has its outcome. */
  void outcome(boolean problem, long bytesRead) {
    updates++;
    bytes = bytesRead;
    problems += problem ? 1 : 0;
    if (updates % UPDATES_BETWEEN_LOOKS == 0) {
      show();
    }
  }

  /** No update comes for a while: what was not shown yet is. */
  void pause() {
    if (updates != shown) {
      show();
    }
  }

  private void show() {
    if (bar != null) {
      shown = updates;
      bar.stepTo(bytes);
      bar.setExtraMessage(counts());
    } else if (now() - toldAt >= LINE_EVERY_NANOS) {
      shown = updates;
      toldAt = now();
      surroundings.say(counts());
    }
  }

  /** Says something while the run goes on. */
  void notice(String text) {
    if (bar == null) {
      surroundings.say(text);
      return;
    }
    surroundings.err().print("\r" + " ".repeat(BAR_WIDTH) + "\r");
    surroundings.say(text);
    bar.refresh();
  }

  private String counts() {
    return problems == 0
        ? String.format(Locale.ROOT, "%,d updates", updates)
        : String.format(Locale.ROOT, "%,d updates, %,d bad", updates, problems);
  }

  private long now() {
    return surroundings.nanoTime().getAsLong();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.stepTo(bytes);
      bar.close();
    }
  }
}
