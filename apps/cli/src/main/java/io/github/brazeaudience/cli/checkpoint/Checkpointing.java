package io.github.brazeaudience.cli.checkpoint;

import io.github.brazeaudience.cli.input.Place;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Saves the progress of a run, from time to time and at its end. An update that was not sent or is
 * unconfirmed holds the checkpoint at that update.
 */
public final class Checkpointing {
  private static final long SAVE_EVERY_NANOS = Duration.ofMillis(200).toNanos();

  private final Saving saving;
  private final LongSupplier nanoTime;
  private long savedAt;
  private boolean changed;
  private @Nullable Place held;
  private @Nullable IOException failure;

  /** Saves a place, after the outcomes of the updates before it. */
  @FunctionalInterface
  public interface Saving {
    /** Saves it for good. */
    void save(Place place) throws IOException;
  }

  /** Saves for the first time when a while has passed. */
  public Checkpointing(Saving saving, LongSupplier nanoTime) {
    this.saving = saving;
    this.nanoTime = nanoTime;
    this.savedAt = nanoTime.getAsLong();
  }

  /** Takes an outcome, in any order, and the place before its update. */
  public void outcome(UserOutcome outcome, Place before) {
    changed = true;
    boolean last =
        outcome instanceof Accepted || outcome instanceof Unchanged || outcome instanceof Rejected;
    if (!last && (held == null || before.updates() < held.updates())) {
      held = before;
    }
  }

  /** Saves if it is time to. */
  public void reached(Supplier<Place> place) {
    if (nanoTime.getAsLong() - savedAt >= SAVE_EVERY_NANOS) {
      save(place.get());
    }
  }

  /** Saves if it is time to and something has changed, which an input that waits does not show. */
  public void pause(Supplier<Place> place) {
    if (changed) {
      reached(place);
    }
  }

  /**
   * Saves now.
   *
   * @param place the place before the first update without an outcome
   */
  public void save(Place place) {
    Place held = this.held;
    changed = false;
    try {
      saving.save(held != null && held.updates() < place.updates() ? held : place);
      failure = null;
    } catch (IOException e) {
      failure = e;
    }
    savedAt = nanoTime.getAsLong();
  }

  /** Why the last state was not saved, if it was not. */
  public Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }
}
