package io.github.brazeaudience.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;

/**
 * Consumer of a progress bar that writes it in the last line of the terminal, never wider than the
 * window, and notices above it. Thread-safe, because a timer redraws the bar.
 */
final class BarConsumer extends ConsoleProgressBarConsumer {
  private final CommandContext context;
  private String bar = "";

  BarConsumer(CommandContext context) {
    super(context.err());
    this.context = context;
  }

  @Override
  public int getMaxRenderedLength() {
    // One column less than the window, because some terminals wrap a line that fills it.
    return context.errColumns().getAsInt() - 1;
  }

  @Override
  public synchronized void accept(String rendered) {
    bar = rendered;
    super.accept(rendered);
  }

  /** Writes lines in the place of the bar, and the bar again below them. */
  synchronized void notice(String text) {
    context.err().print("\r" + " ".repeat(getMaxRenderedLength()) + "\r");
    context.say(text);
    super.accept(bar);
  }

  /** Does nothing, because a bar that is closed before it was first drawn does not call this. */
  @Override
  public void close() {}

  /** Ends the line of the bar; later notices follow below it. */
  synchronized void end() {
    context.err().println();
    bar = "";
  }
}
