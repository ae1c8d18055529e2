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
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Gives renamed audiences their new attributes on all profiles that have the old ones, one audience
 * after the other. Each waits until all messages before its own are final: an update of before
 * would bring the old name back. Confined to the forwarding thread, but for the renaming itself,
 * which blocks and has a thread of its own.
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

  private record Rename(KeptMessage message, Audience audience, Runnable done) {}

  /**
   * None so far.
   *
   * @param forwarding the thread that this is confined to
   * @param changed is run there when another one may be able to go
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
   * Takes one.
   *
   * @param done is run when it is final
   */
  void add(KeptMessage message, Audience audience, Runnable done) {
    waiting.add(new Rename(message, audience, done));
  }

  /**
   * Begins the next one, if it can go.
   *
   * @param firstOpen the first message that is not final
   */
  void goOn(long firstOpen) {
    Rename next = waiting.peek();
    if (!busy && next != null && next.message().sequence() == firstOpen) {
      busy = true;
      renaming.execute(() -> rename(next));
    }
  }

  /** What a renaming came to: the first outcomes of those that it does not end with. */
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
    } catch (RuntimeException e) {
      // Of the store, which says what to do.
      forwarding.execute(() -> failed(rename, e));
    }
  }

  private void ended(Rename rename, ForwardSummary summary, Ends ends) {
    if (ends.open != null) {
      notices.accept(
          "%s is not complete and goes on later: %s".formatted(text(rename), ends.open.message()));
      again(backoff.rest(++failures, ends.open, Instant.now(), random));
    } else if (!summary.truncated()) {
      tell(rename, summary, ends.rejected);
      waiting.remove();
      busy = false;
      failures = 0;
      rename.done().run();
      changed.run();
    }
  }

  private void tell(Rename rename, ForwardSummary summary, @Nullable UserOutcome rejected) {
    if (summary.accepted() > 0) {
      notices.accept("%s: done on %d profiles".formatted(text(rename), summary.accepted()));
    }
    if (rejected != null) {
      notices.accept(
          "%s: %d updates rejected (%s), first: %s"
              .formatted(
                  text(rename),
                  summary.rejected(),
                  rejected.reason().orElseThrow(),
                  rejected.message()));
    }
  }

  private void failed(Rename rename, RuntimeException e) {
    notices.accept(
        "%s is not complete and goes on later: %s".formatted(text(rename), e.getMessage()));
    again(backoff.max());
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

  /** Waits for the one under way, which ends with the forwarder. */
  void close() {
    renaming.close();
  }
}
