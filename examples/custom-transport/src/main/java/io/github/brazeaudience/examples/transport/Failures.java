package io.github.brazeaudience.examples.transport;

import io.github.brazeaudience.transport.ConnectFailure;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Classifies the failures of the JDK's HTTP client. */
final class Failures {
  /** The client reports the status of a proxy only in this message. */
  static final String TUNNEL = "Tunnel failed, got: ";

  private Failures() {}

  static Throwable of(Throwable failure, HttpClient client, URI uri, Delivery delivery) {
    // Causes can form a cycle.
    List<Throwable> causes =
        Stream.iterate(failure, it -> it != null, Throwable::getCause).limit(32).toList();
    Throwable last = causes.get(causes.size() - 1);
    boolean noTls = causes.stream().anyMatch(Failures::isHandshake);
    Delivery known = noTls ? Delivery.NOT_SENT : delivery;
    ConnectFailure refusal = known == Delivery.NOT_SENT ? refusal(causes, client, uri) : null;
    if (last instanceof Error) {
      return last;
    }
    if (refusal != null) {
      return new TransportException("could not connect to " + uri.getHost(), refusal, last);
    }
    if (last instanceof ProtocolException) {
      // Without the exception, which may quote the response and so user data.
      return new TransportException("the response was not HTTP", known);
    }
    return new TransportException("no response from " + uri.getHost() + ": " + last, known, last);
  }

  /** The client may request the body before a handshake fails, but sends none of it. */
  private static boolean isHandshake(Throwable cause) {
    return cause instanceof SSLHandshakeException
        || (cause instanceof SSLException
            && String.valueOf(cause.getMessage()).startsWith("Unrecognized SSL message"));
  }

  private static @Nullable ConnectFailure refusal(
      List<Throwable> causes, HttpClient client, URI uri) {
    // Exceptions of certificates and their paths.
    if (causes.stream().anyMatch(GeneralSecurityException.class::isInstance)) {
      return ConnectFailure.untrustedCertificate(
          "of unknown subject; run with -Djavax.net.debug=ssl:handshake to see it");
    }
    ProxySelector selector = client.proxy().orElse(ProxySelector.getDefault());
    List<Proxy> proxies = selector == null ? List.of() : selector.select(uri);
    if (proxies.isEmpty() || !(proxies.get(0).address() instanceof InetSocketAddress proxy)) {
      return null;
    }
    for (Throwable cause : causes) {
      String message = String.valueOf(cause.getMessage());
      if (message.startsWith(TUNNEL)) {
        int status = Integer.parseInt(message.substring(TUNNEL.length()));
        return ConnectFailure.proxyRefused(proxy.getHostString(), proxy.getPort(), status);
      }
      if (cause instanceof ConnectException || cause instanceof UnresolvedAddressException) {
        return ConnectFailure.proxyUnreachable(proxy.getHostString(), proxy.getPort());
      }
    }
    return null;
  }
}
