package io.github.brazeaudience.testing.internal;

/** Handler of the requests to a path. */
public interface Endpoint {
  /** {@return the permission that a key needs} */
  String permission();

  /** Handles the body of an authorized request. */
  Response handle(byte[] body);
}
