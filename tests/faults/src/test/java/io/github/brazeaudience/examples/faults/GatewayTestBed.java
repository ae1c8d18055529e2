package io.github.brazeaudience.examples.faults;

import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.testing.FakeBraze;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalInt;

/** A Braze behind a gateway. */
final class GatewayTestBed implements TestBed {
  private final FakeBraze braze;
  private final Gateway gateway;
  private int attemptsBeforeOpening;
  private boolean proxy;

  private GatewayTestBed(FakeBraze braze, Gateway gateway, int attemptsBeforeOpening) {
    this.braze = braze;
    this.gateway = gateway;
    this.attemptsBeforeOpening = attemptsBeforeOpening;
  }

  /** A port that accepts no connection during the first attempts. */
  static TestBed closedFor(int attempts, Gateway gateway) {
    return new GatewayTestBed(FakeBraze.start(), gateway, attempts);
  }

  /** A gateway with a script for the first connections. */
  static TestBed scripted(int connections, Gateway.Script script) throws IOException {
    return opened(FakeBraze.start(), Gateway.serving(connections, script));
  }

  /** A gateway with a script for the first connections, before a Braze with TLS. */
  static TestBed scriptedTls(int connections, Gateway.Script script) throws IOException {
    return opened(FakeBraze.builder().tls().start(), Gateway.serving(connections, script));
  }

  /** A gateway that is a proxy, with a script for the first connections. */
  static TestBed scriptedProxy(int connections, Gateway.Script script) throws IOException {
    GatewayTestBed testBed =
        opened(FakeBraze.builder().tls().start(), Gateway.proxy(connections, script));
    testBed.proxy = true;
    return testBed;
  }

  private static GatewayTestBed opened(FakeBraze braze, Gateway gateway) throws IOException {
    gateway.passThrough(braze.port());
    return new GatewayTestBed(braze, gateway, 0);
  }

  @Override
  public FakeBraze braze() {
    return braze;
  }

  @Override
  public OptionalInt proxyPort() {
    return proxy ? OptionalInt.of(gateway.port()) : OptionalInt.empty();
  }

  @Override
  public BrazeEndpoints endpoints() {
    if (proxy) {
      return braze.endpoints();
    }
    String authority = "127.0.0.1:" + gateway.port();
    return braze.endpoints().cleartext()
        ? BrazeEndpoints.ofCleartextLoopback(authority)
        : BrazeEndpoints.ofRest(authority);
  }

  @Override
  public int receivedRequests() {
    return gateway.requests() + braze.requests();
  }

  /** Opens the port before the next attempt starts. */
  @Override
  public void attemptFinished(AttemptFinished event) {
    if (attemptsBeforeOpening > 0 && --attemptsBeforeOpening == 0) {
      try {
        gateway.passThrough(braze.port());
      } catch (IOException e) {
        throw new UncheckedIOException("the port cannot be opened", e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    gateway.close();
    braze.close();
  }
}
