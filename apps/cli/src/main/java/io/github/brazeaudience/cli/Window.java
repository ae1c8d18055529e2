package io.github.brazeaudience.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Usable columns of the terminal of standard error, at most {@value Columns#WIDTH}. The size is
 * read again after {@value #REFRESH_SECONDS} s, because a window can be resized. Thread-safe.
 */
final class Window implements IntSupplier {
  /** Narrower windows are treated as this wide. */
  static final int MIN_WIDTH = 20;

  private static final int REFRESH_SECONDS = 2;
  private static final Path DESCRIPTOR = Path.of("/dev/fd/2");
  private static final int SECONDS_TO_WAIT = 1;
  private static final Pattern SIZE = Pattern.compile("\\d+ (\\d{1,5})\\s*");

  private final IntSupplier terminal;
  private final LongSupplier nanoTime;
  private int columns;
  private long readAt;

  /**
   * Reads nothing yet.
   *
   * @param terminal returns the columns of the terminal, 0 if they are unknown
   */
  Window(IntSupplier terminal, LongSupplier nanoTime) {
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  /** Returns the window of standard error, which must be a terminal. */
  static Window ofStandardError() {
    return new Window(Window::read, System::nanoTime);
  }

  @Override
  public synchronized int getAsInt() {
    long now = nanoTime.getAsLong();
    if (columns == 0 || now - readAt >= Duration.ofSeconds(REFRESH_SECONDS).toNanos()) {
      int found = terminal.getAsInt();
      if (found > 0) {
        columns = Math.min(Columns.WIDTH, Math.max(MIN_WIDTH, found));
      } else if (columns == 0) {
        columns = Columns.WIDTH;
      }
      readAt = now;
    }
    return columns;
  }

  private static int read() {
    try {
      Process stty = new ProcessBuilder("stty", "size").redirectInput(DESCRIPTOR.toFile()).start();
      if (!stty.waitFor(SECONDS_TO_WAIT, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return 0;
      }
      byte[] out = stty.getInputStream().readAllBytes();
      return columns(new String(out, StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return 0; // There is no stty, for example on Windows.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** {@return the second number of the output of {@code stty size}, 0 if there is none} */
  static int columns(String size) {
    Matcher matcher = SIZE.matcher(size);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
  }
}
