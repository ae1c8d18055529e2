package io.github.brazeaudience.internal.engine;

import org.jspecify.annotations.Nullable;

/** Search for the bad users of one refused batch, shared by its parts. */
final class RefusalSearch {
  /** The search that the batch was a part of, or null. */
  final @Nullable RefusalSearch parent;

  final int users;
  int openParts;
  boolean allRefused = true;
  boolean allAccepted = true;

  RefusalSearch(@Nullable RefusalSearch parent, int users) {
    this.parent = parent;
    this.users = users;
  }

  /** Returns true if all parts may yet be accepted. */
  boolean mayBeTooLong() {
    return allAccepted && openParts > 0;
  }
}
