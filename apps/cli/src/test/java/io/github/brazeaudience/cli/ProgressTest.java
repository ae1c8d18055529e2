package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bar of a run on a terminal, beside the timer that draws it. */
@Timeout(60)
final class ProgressTest {
  private static final int COLUMNS = 40;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CommandContext context =
      new CommandContext(
          Map.of(),
          InputStream.nullInputStream(),
          OutputStream.nullOutputStream(),
          new PrintStream(err, true, StandardCharsets.UTF_8),
          () -> COLUMNS,
          () -> 0L,
          new Cancellation(),
          () -> {});

  @Test
  void close_beforeTheBarWasFirstDrawn_endsItsLine() throws InterruptedException {
    BusyTimer timer = new BusyTimer();
    Thread run = new Thread(() -> Progress.begin(context, 100).close());
    run.start();
    while (run.getState() != Thread.State.WAITING) { // close() waits for the timer.
      Thread.onSpinWait();
    }
    timer.release();
    run.join();

    assertThat(err()).endsWith(System.lineSeparator());
  }

  @Test
  void notice_whileTheBarIsShown_isWrittenAboveIt() {
    BarConsumer consumer = new BarConsumer(context);
    consumer.accept("50% [==  ]");

    consumer.notice("Braze responded with a server error");

    assertThat(err().split("\r|\\R"))
        .containsExactly(
            "",
            "50% [==  ]",
            " ".repeat(COLUMNS - 1),
            "Braze responded with a server error",
            "",
            "50% [==  ]");
  }

  @Test
  void notice_afterTheEnd_doesNotRepeatTheBar() {
    BarConsumer consumer = new BarConsumer(context);
    consumer.accept("50% [==  ]");
    consumer.end();

    consumer.notice("Braze responded with a server error");

    assertThat(err()).containsOnlyOnce("50%");
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Bar whose drawing keeps the one timer of all bars busy until it is released. */
  private static final class BusyTimer implements ProgressBarConsumer {
    private final CountDownLatch drawing = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final ProgressBar bar = new ProgressBarBuilder().setConsumer(this).build();

    BusyTimer() throws InterruptedException {
      drawing.await();
    }

    @Override
    public int getMaxRenderedLength() {
      return COLUMNS;
    }

    @Override
    public void accept(String rendered) {
      drawing.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    void release() {
      released.countDown();
      bar.close();
    }

    @Override
    public void close() {}
  }
}
