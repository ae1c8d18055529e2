package io.github.brazeaudience.internal.membership;

import io.github.brazeaudience.internal.engine.StopCause;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.internal.engine.WriteContent;
import io.github.brazeaudience.internal.engine.WriteResolver;
import io.github.brazeaudience.outcome.Reason;
import java.util.function.Consumer;

/**
 * Passes on writes whose records were read, or fails them if their call was stopped meanwhile.
 * Confined to the serial executor.
 */
final class ResolvedWrites {
  private final WriteResolver.Next next;
  private final Consumer<UserWrite> readBack;
  private final RecordMarks marks;

  /** {@code readBack} receives the writes whose profile has to be read back first. */
  ResolvedWrites(WriteResolver.Next next, Consumer<UserWrite> readBack, RecordMarks marks) {
    this.next = next;
    this.readBack = readBack;
    this.marks = marks;
  }

  void passOn(UserWrite write, WriteContent content) {
    write.resolve(content);
    StopCause stopCause = write.call().stopCause();
    if (write.isEmpty()) {
      next.complete(write);
    } else if (stopCause != null) {
      next.fail(write, stopCause);
    } else {
      next.ready(write);
    }
  }

  void readBack(UserWrite write) {
    StopCause stopCause = write.call().stopCause();
    if (stopCause != null) {
      next.fail(write, stopCause);
    } else {
      readBack.accept(write);
    }
  }

  void fail(UserWrite write, StopCause cause) {
    StopCause stopCause = write.call().stopCause();
    // If the deadline stopped the call, the failure of the store is the better reason.
    next.fail(
        write, stopCause != null && stopCause.reason() != Reason.DEADLINE ? stopCause : cause);
  }

  /** Releases the user of a write that has failed before its record was read. */
  void abandon(UserWrite write) {
    marks.release(write);
  }
}
