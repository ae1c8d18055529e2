package io.github.brazeaudience.testing.internal;

import java.io.IOException;

/** Thrown if a request body is not exactly one JSON text in UTF-8. */
public final class MalformedJson extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedJson(String message) {
    super(message);
  }

  MalformedJson(String message, Throwable cause) {
    super(message, cause);
  }
}
