package io.github.brazeaudience.examples.transport;

import io.github.brazeaudience.transport.ConnectFailure;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Identifies the proxy or the certificate that kept the client from connecting. */
final class ConnectFailures {
  /** The client reports the status of a refused tunnel only in this message. */
  private static final Pattern STATUS = Pattern.compile("Tunnel failed, got: (\\d{3})");

  /** Maximum number of causes to examine, because causes can form a cycle. */
  private static final int MAX_CAUSES = 32;

  private ConnectFailures() {}

  /** {@return null if neither a certificate nor a proxy is known to be the cause} */
  static @Nullable ConnectFailure of(Throwable failure, HttpClient client, URI uri) {
    List<Throwable> causes =
        Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
            .limit(MAX_CAUSES)
            .toList();
    if (causes.stream().anyMatch(ConnectFailures::isUntrustedCertificate)) {
      return ConnectFailure.untrustedCertificate(
          "of unknown subject; run with -Djavax.net.debug=ssl:handshake to see it");
    }
    for (Throwable cause : causes) {
      Matcher status = STATUS.matcher(String.valueOf(cause.getMessage()));
      if (status.find()) {
        return refused(client, uri, Integer.parseInt(status.group(1)));
      }
    }
    InetSocketAddress proxy = proxyTo(uri, client);
    return proxy != null
            && causes.stream()
                .anyMatch(
                    it ->
                        it instanceof ConnectException || it instanceof UnresolvedAddressException)
        ? ConnectFailure.proxyUnreachable(proxy.getHostString(), proxy.getPort())
        : null;
  }

  /** {@return null if the client has no proxy} */
  static @Nullable ConnectFailure refused(HttpClient client, URI uri, int status) {
    InetSocketAddress proxy = proxyTo(uri, client);
    return proxy == null
        ? null
        : ConnectFailure.proxyRefused(proxy.getHostString(), proxy.getPort(), status);
  }

  private static boolean isUntrustedCertificate(Throwable cause) {
    return cause instanceof CertificateException
        || cause instanceof CertPathValidatorException
        || cause instanceof CertPathBuilderException;
  }

  private static @Nullable InetSocketAddress proxyTo(URI uri, HttpClient client) {
    return client
        .proxy()
        .or(() -> Optional.ofNullable(ProxySelector.getDefault()))
        .map(selector -> selector.select(uri))
        .stream()
        .flatMap(List::stream)
        .map(Proxy::address)
        .filter(InetSocketAddress.class::isInstance)
        .map(InetSocketAddress.class::cast)
        .findFirst()
        .orElse(null);
  }
}
