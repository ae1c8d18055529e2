package io.github.brazeaudience.benchmarks.process;

import java.util.Locale;

/** The ways into the server. */
public enum Door {
  /** Cleartext HTTP/1.1. */
  HTTP,
  /** HTTP/1.1 over TLS. */
  TLS,
  /** HTTP/2 over TLS. */
  HTTP2,
  /** Cleartext, with Braze's distance and limit. */
  FAR;

  String portName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scheme of its addresses. */
  public String scheme() {
    return this == TLS || this == HTTP2 ? "https" : "http";
  }
}
