package io.github.brazeaudience.internal.engine;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * List of the writes of a call that have not been reported. It is linked through the writes, so
 * adding and removing allocate nothing and cannot fail. No failure of the engine loses a write from
 * this list.
 */
final class OpenWrites {
  private @Nullable UserWrite first;
  private @Nullable UserWrite last;

  void add(UserWrite write) {
    write.previousOpen = last;
    if (last != null) {
      last.nextOpen = write;
    } else {
      first = write;
    }
    last = write;
  }

  void remove(UserWrite write) {
    UserWrite before = write.previousOpen;
    UserWrite after = write.nextOpen;
    if (before != null) {
      before.nextOpen = after;
    } else {
      first = after;
    }
    if (after != null) {
      after.previousOpen = before;
    } else {
      last = before;
    }
    write.previousOpen = null;
    write.nextOpen = null;
  }

  boolean isEmpty() {
    return first == null;
  }

  /** Calls the action with each write, which it may remove. */
  void forEach(Consumer<UserWrite> action) {
    UserWrite write = first;
    while (write != null) {
      UserWrite next = write.nextOpen;
      action.accept(write);
      write = next;
    }
  }
}
