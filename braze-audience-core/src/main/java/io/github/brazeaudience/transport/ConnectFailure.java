package io.github.brazeaudience.transport;

import java.io.Serializable;
import java.util.OptionalInt;

/**
 * Cause of a failed connection attempt, with the proxy or the certificate that caused it. The
 * forwarder names it in its messages. Immutable.
 *
 * @see TransportException#TransportException(String, ConnectFailure, Throwable)
 */
public final class ConnectFailure implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Maximum length of a party in UTF-16 characters; a longer one is truncated. */
  static final int MAX_PARTY_LENGTH = 200;

  private static final int NO_STATUS = -1;

  /** Kind of failure. */
  public enum Kind {
    /** Could not connect to the proxy. */
    PROXY_UNREACHABLE,
    /** The proxy responded to {@code CONNECT} with a status other than 2xx. */
    PROXY_REFUSED,
    /**
     * The server's certificate is not trusted: unknown issuer, expired, or for another host. A
     * retry cannot fix it, so the forwarder ends the call.
     */
    UNTRUSTED_CERTIFICATE
  }

  private final Kind kind;

  private final String party;

  private final int status;

  private ConnectFailure(Kind kind, String party, int status) {
    this.kind = kind;
    this.party = shortened(party.replaceAll("\\p{Cntrl}", " ").strip());
    this.status = status;
  }

  /**
   * Returns a failure to connect to a proxy.
   *
   * @param host the proxy's host, without credentials
   */
  public static ConnectFailure proxyUnreachable(String host, int port) {
    return new ConnectFailure(Kind.PROXY_UNREACHABLE, proxy(host, port), NO_STATUS);
  }

  /**
   * Returns the refusal of a proxy to open a tunnel.
   *
   * @param host the proxy's host, without credentials
   * @param status the proxy's response to {@code CONNECT}, such as 407
   */
  public static ConnectFailure proxyRefused(String host, int port, int status) {
    return new ConnectFailure(Kind.PROXY_REFUSED, proxy(host, port), status);
  }

  /**
   * Returns the failure to verify the server's certificate.
   *
   * @param subject the subject of the certificate, such as {@code CN=rest.iad-03.braze.com},
   *     optionally with the issuer
   */
  public static ConnectFailure untrustedCertificate(String subject) {
    return new ConnectFailure(Kind.UNTRUSTED_CERTIFICATE, subject, NO_STATUS);
  }

  private static String proxy(String host, int port) {
    String bare = host.substring(host.lastIndexOf('@') + 1);
    return (bare.indexOf(':') >= 0 && !bare.startsWith("[") ? "[" + bare + "]" : bare) + ":" + port;
  }

  private static String shortened(String text) {
    if (text.length() <= MAX_PARTY_LENGTH) {
      return text;
    }
    int end = MAX_PARTY_LENGTH - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  /** {@return the kind of failure} */
  public Kind kind() {
    return kind;
  }

  /**
   * {@return the proxy as {@code host:port}, or the subject of the certificate, with control
   * characters replaced by spaces}
   */
  public String party() {
    return party;
  }

  /** {@return the proxy's status, empty unless the kind is {@link Kind#PROXY_REFUSED}} */
  public OptionalInt status() {
    return status == NO_STATUS ? OptionalInt.empty() : OptionalInt.of(status);
  }

  @Override
  public String toString() {
    return status == NO_STATUS ? kind + " " + party : kind + " " + party + " " + status;
  }
}
