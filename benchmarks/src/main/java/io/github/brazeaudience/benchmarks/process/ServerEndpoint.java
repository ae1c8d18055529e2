package io.github.brazeaudience.benchmarks.process;

import java.util.Locale;

/** An endpoint of the server; each has its own port. */
public enum ServerEndpoint {
  /** Cleartext HTTP/1.1. */
  HTTP,
  /** HTTP/1.1 over TLS. */
  TLS,
  /** HTTP/2 over TLS. */
  HTTP2,
  /** Cleartext HTTP/1.1 with Braze's latency and rate limit. */
  RATE_LIMITED;

  String portName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The URL scheme. */
  public String scheme() {
    return this == TLS || this == HTTP2 ? "https" : "http";
  }
}
