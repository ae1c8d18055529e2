package io.github.brazeaudience.receiver.forward;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.UserOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Renames audiences on all profiles, one after the other. Each renaming waits until all earlier
 * messages are final, because an earlier update would bring the old name back. Confined to the
 * forwarding thread, except for the blocking renaming itself, which has its own thread.
 */
final class Renames {
  private final AudienceForwarder forwarder;
  private final Backoff backoff;
  private final Consumer<String> notices;
  private final TaskThread forwarding;
  private final TaskThread renaming;
  private final Runnable changed;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final Deque<Rename> waiting = new ArrayDeque<>();
  private boolean busy;
  private int failures;
  private @Nullable String reported;

  private record Rename(StoredMessage message, Audience audience, Runnable done) {}

  /**
   * Starts without renamings.
   *
   * @param forwarding the thread that this object is confined to
   * @param changed called on that thread when another renaming may start
   */
  Renames(
      AudienceForwarder forwarder,
      Backoff backoff,
      Consumer<String> notices,
      Consumer<Throwable> failures,
      TaskThread forwarding,
      Runnable changed) {
    this.forwarder = forwarder;
    this.backoff = backoff;
    this.notices = notices;
    this.forwarding = forwarding;
    this.renaming = new TaskThread("renaming", failures);
    this.changed = changed;
  }

  /**
   * Adds a renaming.
   *
   * @param done called when it is final
   */
  void add(StoredMessage message, Audience audience, Runnable done) {
    waiting.add(new Rename(message, audience, done));
  }

  /**
   * Starts the next renaming, if possible.
   *
   * @param firstOpen the first message that is not final
   */
  void proceed(long firstOpen) {
    Rename next = waiting.peek();
    if (!busy && next != null && next.message().sequence() == firstOpen) {
      busy = true;
      renaming.execute(() -> rename(next));
    }
  }

  /** The first rejected outcome and the first one to retry. */
  private static final class Ends {
    private @Nullable UserOutcome rejected;
    private @Nullable UserOutcome open;

    void handle(UserOutcome outcome) {
      if (open == null && Forwarding.goesAgain(outcome)) {
        open = outcome;
      } else if (rejected == null && outcome instanceof Rejected) {
        rejected = outcome;
      }
    }
  }

  private void rename(Rename rename) {
    Ends ends = new Ends();
    try {
      ForwardSummary summary = forwarder.rename(rename.audience(), ends::handle);
      forwarding.execute(() -> ended(rename, summary, ends));
    } catch (Throwable e) {
      // A failure of the store or the machine may be temporary.
      forwarding.execute(() -> failed(rename, e));
    }
  }

  private void ended(Rename rename, ForwardSummary summary, Ends ends) {
    if (ends.open != null) {
      report(rename, ends.open.message());
      again(backoff.rest(++failures, ends.open, Instant.now(), random));
    } else if (summary.truncated()) {
      report(rename, "it was interrupted");
      again(backoff.max());
    } else {
      log(rename, summary, ends.rejected);
      waiting.remove();
      busy = false;
      failures = 0;
      reported = null;
      rename.done().run();
      changed.run();
    }
  }

  private void log(Rename rename, ForwardSummary summary, @Nullable UserOutcome rejected) {
    if (summary.accepted() > 0) {
      notices.accept(
          String.format(
              Locale.ROOT, "%s: written to %d profiles", text(rename), summary.accepted()));
    }
    if (rejected != null) {
      notices.accept(
          String.format(
              Locale.ROOT,
              "%s: %d updates rejected (%s), first: %s",
              text(rename),
              summary.rejected(),
              rejected.reason().orElseThrow(),
              rejected.message()));
    }
  }

  private void failed(Rename rename, Throwable e) {
    report(rename, String.valueOf(e.getMessage()));
    again(backoff.max());
  }

  /** Logs why a renaming is retried, once per reason. */
  private void report(Rename rename, String why) {
    String notice =
        String.format(
            Locale.ROOT, "%s is incomplete and is continued later: %s", text(rename), why);
    if (!notice.equals(reported)) {
      reported = notice;
      notices.accept(notice);
    }
  }

  private void again(Duration rest) {
    forwarding.after(
        rest,
        () -> {
          busy = false;
          changed.run();
        });
  }

  private static String text(Rename rename) {
    return "the new name of audience " + rename.audience().id();
  }

  /** Waits for the renaming in progress, which ends with the forwarder. */
  void close() {
    renaming.close();
  }
}
