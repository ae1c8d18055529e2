package io.github.brazeaudience.okhttp;

import java.util.stream.Stream;

/** Chain of causes of a throwable. */
final class Causes {
  /** Maximum number of causes to follow, because they may form a cycle. */
  private static final int MAX_DEPTH = 32;

  private Causes() {}

  /** {@return the throwable, its cause, and so on} */
  static Stream<Throwable> of(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(MAX_DEPTH);
  }
}
