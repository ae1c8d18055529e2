package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.testing.ReceivedRequest;

/** Handler of the requests to a path. */
public interface Endpoint {
  /** {@return the path, without a query} */
  String path();

  /** {@return the only method of the endpoint, {@code GET} or {@code POST}} */
  String method();

  /** {@return the permission that a key needs} */
  String permission();

  /** Handles an authorized request. */
  Response handle(ReceivedRequest request);
}
