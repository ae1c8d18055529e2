package io.github.brazeaudience.examples.faults;

import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.testing.FakeBraze;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalInt;

/** A Braze behind a gateway; a port that takes no connections takes them after some attempts. */
final class GatewaySite implements Site {
  private final FakeBraze braze;
  private final Gateway gateway;
  private int attemptsBeforeOpening;
  private boolean proxy;

  private GatewaySite(FakeBraze braze, Gateway gateway, int attemptsBeforeOpening) {
    this.braze = braze;
    this.gateway = gateway;
    this.attemptsBeforeOpening = attemptsBeforeOpening;
  }

  /** A port that does not take connections for some attempts. */
  static Site closedFor(int attempts, Gateway gateway) {
    return new GatewaySite(FakeBraze.start(), gateway, attempts);
  }

  /** A port whose gateway has a script for some connections. */
  static Site scripted(int connections, Gateway.Script script) throws IOException {
    return opened(FakeBraze.start(), Gateway.serving(connections, script));
  }

  /** The same before a Braze that is spoken to by TLS. */
  static Site scriptedTls(int connections, Gateway.Script script) throws IOException {
    return opened(FakeBraze.builder().tls().start(), Gateway.serving(connections, script));
  }

  /** The same with the gateway as the proxy on the way to Braze. */
  static Site scriptedProxy(int connections, Gateway.Script script) throws IOException {
    GatewaySite site =
        opened(FakeBraze.builder().tls().start(), Gateway.proxy(connections, script));
    site.proxy = true;
    return site;
  }

  private static GatewaySite opened(FakeBraze braze, Gateway gateway) throws IOException {
    gateway.passThrough(braze.port());
    return new GatewaySite(braze, gateway, 0);
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
  public int seen() {
    return gateway.requests() + braze.requests();
  }

  /** Comes before the next attempt starts, so that this one finds the port open. */
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
