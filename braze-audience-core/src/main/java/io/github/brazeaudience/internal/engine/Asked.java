package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.event.BrazeOperation;
import java.util.Set;

/**
 * What a request asks of Braze, by which its answer is read.
 *
 * @param objects how many objects it has in it, if it writes
 * @param attributes the custom attributes that are looked for, if it reads back
 */
record Asked(BrazeOperation operation, int objects, Set<String> attributes) {
  static Asked toTrack(int objects) {
    return new Asked(BrazeOperation.TRACK_USERS, objects, Set.of());
  }

  static Asked toExport(Set<String> attributes) {
    return new Asked(BrazeOperation.EXPORT_USERS, 0, attributes);
  }

  /** Whether something may have been written, whatever went wrong with the answer. */
  boolean writes() {
    return operation == BrazeOperation.TRACK_USERS;
  }

  /** Names what was asked where it is not the usual. */
  String unusualPath() {
    return writes() ? "" : " to " + operation.path();
  }
}
