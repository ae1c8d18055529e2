package io.github.brazeaudience.okhttp;

import io.github.brazeaudience.transport.ConnectFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Identifies the proxy or the certificate that prevented a connection. */
final class ConnectFailures {
  /** OkHttp reports the status of a refused tunnel only in this message. */
  private static final Pattern STATUS =
      Pattern.compile("Unexpected response code for CONNECT: (\\d{3})");

  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

  private final @Nullable Proxy proxy;
  private final ProxySelector selector;

  /**
   * Creates an instance for a client.
   *
   * @param proxy the proxy of the client, or null if its proxy selector chooses one
   */
  ConnectFailures(@Nullable Proxy proxy, ProxySelector selector) {
    this.proxy = proxy;
    this.selector = selector;
  }

  /**
   * Identifies the cause of a failure to connect.
   *
   * @param failure the exception that OkHttp threw without a connection
   * @param uri the address of the request
   * @return null if the cause is neither a certificate nor a proxy
   */
  @Nullable ConnectFailure of(Throwable failure, URI uri) {
    String subject = UntrustedCertificate.subject(failure);
    if (subject != null) {
      return ConnectFailure.untrustedCertificate(subject);
    }
    InetSocketAddress used = failure instanceof IOException ? proxyTo(uri) : null;
    // TLS connects to Braze, after the proxy has opened the tunnel.
    if (used == null || Causes.of(failure).anyMatch(SSLException.class::isInstance)) {
      return null;
    }
    String host = used.getHostString();
    int status = status(failure);
    return status > 0
        ? ConnectFailure.proxyRefused(host, used.getPort(), status)
        : ConnectFailure.proxyUnreachable(host, used.getPort());
  }

  private @Nullable InetSocketAddress proxyTo(URI uri) {
    List<Proxy> proxies;
    try {
      proxies = proxy != null ? List.of(proxy) : selector.select(uri);
    } catch (RuntimeException e) {
      // The selector is the application's; OkHttp has met the same failure and reports it.
      return null;
    }
    return Stream.ofNullable(proxies)
        .flatMap(List::stream)
        .map(Proxy::address)
        .filter(InetSocketAddress.class::isInstance)
        .map(InetSocketAddress.class::cast)
        .findFirst()
        .orElse(null);
  }

  /**
   * {@return the proxy's status, or 0 if there is none; OkHttp gives up on a proxy that keeps
   * asking for credentials without reporting its status}
   */
  private static int status(Throwable failure) {
    List<Throwable> all =
        Causes.of(failure)
            .flatMap(cause -> Stream.concat(Stream.of(cause), Stream.of(cause.getSuppressed())))
            .toList();
    for (Throwable cause : all) {
      String message = String.valueOf(cause.getMessage());
      Matcher status = STATUS.matcher(message);
      if (status.find()) {
        return Integer.parseInt(status.group(1));
      }
      if (message.equals("Failed to authenticate with proxy")
          || (cause instanceof ProtocolException && message.startsWith("Too many tunnel"))) {
        return PROXY_AUTHENTICATION_REQUIRED;
      }
    }
    return 0;
  }
}
