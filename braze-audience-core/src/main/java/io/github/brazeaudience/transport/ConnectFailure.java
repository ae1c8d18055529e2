package io.github.brazeaudience.transport;

import java.io.Serializable;
import java.util.OptionalInt;

/**
 * Cause of a failed connect that a transport has identified, with the party that caused it. A
 * forwarder names that party in its messages. Immutable.
 *
 * @see TransportException#TransportException(String, ConnectFailure, Throwable)
 */
public final class ConnectFailure implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Longest name of a party, in UTF-16 characters; a longer one is shortened. */
  static final int MAX_PARTY_LENGTH = 200;

  private static final int NO_STATUS = -1;

  /** What went wrong. */
  public enum Kind {
    /** Could not connect to the proxy. */
    PROXY_UNREACHABLE,
    /** The proxy answered {@code CONNECT} with a status other than 2xx. */
    PROXY_REFUSED,
    /**
     * The server's certificate is not trusted: unknown issuer, expired, or for another host. A
     * retry cannot fix it, so the forwarder ends the call.
     */
    UNTRUSTED_CERTIFICATE
  }

  /** What went wrong. */
  private final Kind kind;

  /** Who caused it. */
  private final String party;

  /** The proxy's status. */
  private final int status;

  private ConnectFailure(Kind kind, String party, int status) {
    this.kind = kind;
    this.party = shortened(party.replaceAll("\\p{Cntrl}", " ").strip());
    this.status = status;
  }

  /**
   * Could not connect to a proxy.
   *
   * @param host the proxy's host, without credentials
   * @param port the proxy's port
   * @return the failure
   */
  public static ConnectFailure proxyUnreachable(String host, int port) {
    return new ConnectFailure(Kind.PROXY_UNREACHABLE, proxy(host, port), NO_STATUS);
  }

  /**
   * A proxy refused the tunnel.
   *
   * @param host the proxy's host, without credentials
   * @param port the proxy's port
   * @param status the status with which the proxy answered {@code CONNECT}, such as 407
   * @return the failure
   */
  public static ConnectFailure proxyRefused(String host, int port, int status) {
    return new ConnectFailure(Kind.PROXY_REFUSED, proxy(host, port), status);
  }

  /**
   * The server's certificate is not trusted.
   *
   * @param subject the subject of the certificate, such as {@code CN=rest.iad-03.braze.com}; the
   *     issuer may follow it
   * @return the failure
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

  /**
   * What went wrong.
   *
   * @return the kind of failure
   */
  public Kind kind() {
    return kind;
  }

  /**
   * The proxy as {@code host:port}, or the subject of the certificate. Control characters are
   * replaced by spaces.
   *
   * @return a name for messages
   */
  public String party() {
    return party;
  }

  /**
   * The status with which the proxy refused the tunnel.
   *
   * @return empty unless the kind is {@link Kind#PROXY_REFUSED}
   */
  public OptionalInt status() {
    return status == NO_STATUS ? OptionalInt.empty() : OptionalInt.of(status);
  }

  @Override
  public String toString() {
    return status == NO_STATUS ? kind + " " + party : kind + " " + party + " " + status;
  }
}
