package io.github.brazeaudience.cli;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows the progress of a run: a bar on a terminal, a line per minute elsewhere. */
final class Progress implements AutoCloseable {
  private static final long LINE_EVERY_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int UPDATES_BETWEEN_CHECKS = 1_000;
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final int REFRESH_MILLIS = 500;

  private final CommandContext context;
  private final BarConsumer consumer;
  private final @Nullable ProgressBar bar;
  private long updates;
  private long shown;
  private long bytes;
  private long problems;
  private long shownAt;

  /**
   * Starts to show progress.
   *
   * @param totalBytes the size of the input, or -1 if it is unknown
   */
  static Progress begin(CommandContext context, long totalBytes) {
    return new Progress(context, totalBytes);
  }

  private Progress(CommandContext context, long totalBytes) {
    this.context = context;
    this.consumer = new BarConsumer(context);
    this.bar = context.errIsTerminal() ? bar(consumer, totalBytes) : null;
    this.shownAt = now();
  }

  private static ProgressBar bar(BarConsumer consumer, long totalBytes) {
    return unit(new ProgressBarBuilder(), totalBytes)
        .setInitialMax(totalBytes)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(REFRESH_MILLIS)
        .setConsumer(consumer)
        .build();
  }

  private static ProgressBarBuilder unit(ProgressBarBuilder builder, long totalBytes) {
    if (totalBytes >= 0 && totalBytes < 10 * KIB) {
      return builder.setUnit(" B", 1);
    }
    return totalBytes < 10 * MIB ? builder.setUnit(" KiB", KIB) : builder.setUnit(" MiB", MIB);
  }

  /** Counts an outcome. */
  void outcome(boolean problem, long bytesRead) {
    updates++;
    bytes = bytesRead;
    problems += problem ? 1 : 0;
    if (updates % UPDATES_BETWEEN_CHECKS == 0) {
      show();
    }
  }

  /** Shows the current counts, because the next outcome may take long. */
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
    } else if (now() - shownAt >= LINE_EVERY_NANOS) {
      shown = updates;
      shownAt = now();
      context.say(counts());
    }
  }

  /** Writes a line while the bar is shown. */
  void notice(String text) {
    if (bar == null) {
      context.say(text);
      return;
    }
    consumer.notice(text);
  }

  private String counts() {
    return problems == 0
        ? String.format(Locale.ROOT, "%,d updates", updates)
        : String.format(Locale.ROOT, "%,d updates, %,d bad", updates, problems);
  }

  private long now() {
    return context.nanoTime().getAsLong();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.stepTo(bytes);
      bar.close();
      consumer.end();
    }
  }
}
