package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.testing.ReceivedRequest;

/** Handler of the requests to a path. */
public interface Endpoint {
  /**
   * The requests that an endpoint handles.
   *
   * @param method the only method, {@code GET} or {@code POST}
   * @param path the path, without a query
   * @param permission the permission that a key needs
   */
  record Route(String method, String path, String permission) {}

  Route route();

  /** Handles an authorized request. */
  Response handle(ReceivedRequest request);
}
