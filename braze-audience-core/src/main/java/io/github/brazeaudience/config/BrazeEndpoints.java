package io.github.brazeaudience.config;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hosts of a Braze instance. Each is an <em>authority</em>: a host with an optional port, such as
 * {@code rest.iad-01.braze.com}. A scheme, a path, a trailing {@code /}, user info, a query, white
 * space and an invalid port are refused with a message that states what to write instead.
 *
 * <p>This library uses only the REST endpoint. The SDK and JavaScript endpoints are validated and
 * kept for applications that share one configuration with their apps. Immutable.
 */
public final class BrazeEndpoints {
  private final String rest;
  private final @Nullable String sdk;
  private final @Nullable String javaScript;
  private final boolean cleartext;

  private BrazeEndpoints(
      String rest, @Nullable String sdk, @Nullable String javaScript, boolean cleartext) {
    this.rest = rest;
    this.sdk = sdk;
    this.javaScript = javaScript;
    this.cleartext = cleartext;
  }

  /**
   * Returns endpoints with a custom REST endpoint, which is reached over TLS.
   *
   * @param authority such as {@code rest.iad-01.braze.com}
   * @throws IllegalArgumentException if the text is not an authority
   */
  public static BrazeEndpoints ofRest(String authority) {
    return new BrazeEndpoints(Authority.validated("rest", authority), null, null, false);
  }

  /**
   * Returns the endpoints of a server on this machine without TLS, for tests. No other server can
   * be reached without TLS.
   *
   * @param authority a loopback host with its port, such as {@code 127.0.0.1:8080}, {@code
   *     localhost:8080} or {@code [::1]:8080}
   * @throws IllegalArgumentException if the text is not an authority, or the host is not a loopback
   *     host
   */
  public static BrazeEndpoints ofCleartextLoopback(String authority) {
    String validated = Authority.validated("rest", authority);
    if (!Authority.isLoopback(validated)) {
      throw new IllegalArgumentException(
          "`rest` may be cleartext on a loopback host only (127.0.0.1, localhost, [::1]), but was \"%s\"; use TLS"
              .formatted(validated));
    }
    return new BrazeEndpoints(validated, null, null, true);
  }

  /**
   * Returns these endpoints with a custom SDK endpoint.
   *
   * @param authority such as {@code sdk.iad-01.braze.com}
   * @throws IllegalArgumentException if the text is not an authority
   */
  public BrazeEndpoints withSdk(String authority) {
    return new BrazeEndpoints(rest, Authority.validated("sdk", authority), javaScript, cleartext);
  }

  /**
   * Returns these endpoints with a custom JavaScript endpoint.
   *
   * @param authority such as {@code js.example.com}
   * @throws IllegalArgumentException if the text is not an authority
   */
  public BrazeEndpoints withJavaScript(String authority) {
    return new BrazeEndpoints(rest, sdk, Authority.validated("javaScript", authority), cleartext);
  }

  /** {@return the authority of the REST API, in lower case} */
  public String rest() {
    return rest;
  }

  /** {@return the authority for SDKs, if known} */
  public Optional<String> sdk() {
    return Optional.ofNullable(sdk);
  }

  /** {@return the authority for the Web SDK, if known} */
  public Optional<String> javaScript() {
    return Optional.ofNullable(javaScript);
  }

  /**
   * {@return true if the REST endpoint is reached without TLS, which only a loopback host allows}
   */
  public boolean cleartext() {
    return cleartext;
  }

  /**
   * Returns the address of a REST path on this instance.
   *
   * @param path an absolute path without a trailing slash, such as {@code /users/track}
   */
  public URI restUri(String path) {
    return URI.create((cleartext ? "http://" : "https://") + rest + path);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BrazeEndpoints that
        && rest.equals(that.rest)
        && cleartext == that.cleartext
        && Objects.equals(sdk, that.sdk)
        && Objects.equals(javaScript, that.javaScript);
  }

  @Override
  public int hashCode() {
    return Objects.hash(rest, sdk, javaScript, cleartext);
  }

  @Override
  public String toString() {
    return "BrazeEndpoints[rest=%s, sdk=%s, javaScript=%s, cleartext=%s]"
        .formatted(rest, sdk, javaScript, cleartext);
  }
}
