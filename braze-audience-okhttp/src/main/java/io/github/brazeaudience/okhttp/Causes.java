package io.github.brazeaudience.okhttp;

import java.util.stream.Stream;

/** Chain of causes of a throwable. */
final class Causes {
  /** Causes may form a circle, so no more than this many are followed. */
  private static final int MAX_DEPTH = 32;

  private Causes() {}

  /** The throwable itself, its cause, and so on. */
  static Stream<Throwable> of(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(MAX_DEPTH);
  }
}
