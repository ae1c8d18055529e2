package io.github.brazeaudience.testing.internal;

/** What stands behind a path of Braze. Thread-safe. */
public interface Endpoint {
  /** What a key must be allowed to do. */
  String permission();

  /** The answer to a body that came from somebody who may send it. */
  Response handle(byte[] body);
}
