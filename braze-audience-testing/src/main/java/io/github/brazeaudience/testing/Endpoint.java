package io.github.brazeaudience.testing;

/** What stands behind a path of Braze. Thread-safe. */
interface Endpoint {
  /** What a key must be allowed to do. */
  String permission();

  /** The answer to a body that came from somebody who may send it. */
  Answer handle(byte[] body);
}
