package io.github.brazeaudience.options;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Credentials;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/**
 * HTTP proxy.
 *
 * @param host name or address; an IPv6 address is in brackets
 * @param credentials value of the header {@code Proxy-Authorization}, or null to send none
 */
public record ProxyServer(String host, int port, @Nullable String credentials) {
  private static final String HEADER = "Proxy-Authorization";
  private static final int LARGEST_PORT = 65_535;
  private static final String HOST_AND_PORT =
      "(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\]):(?<port>[0-9]{1,5})";
  private static final Pattern OPTION = Pattern.compile(HOST_AND_PORT);
  private static final Pattern URL_OF_OPTION =
      Pattern.compile("(?i)https?://(?<rest>" + HOST_AND_PORT + ")/?");
  private static final Pattern VARIABLE =
      Pattern.compile(
          "(?i)(?:http://)?(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?" + HOST_AND_PORT + "/?");

  /**
   * Parses the value of {@code --proxy}.
   *
   * @throws IllegalArgumentException if it is not a host and a port; the message does not contain
   *     credentials
   */
  static ProxyServer ofOption(String text) {
    Matcher form = OPTION.matcher(text.strip());
    if (form.matches() && isPort(form.group("port"))) {
      return new ProxyServer(form.group("host"), Integer.parseInt(form.group("port")), null);
    }
    if (text.contains("@")) {
      throw new IllegalArgumentException(
          "a password is never an argument; put http://USER:PASSWORD@HOST:PORT into the environment variable HTTPS_PROXY");
    }
    Matcher url = URL_OF_OPTION.matcher(text.strip());
    throw new IllegalArgumentException(
        "\"%s\" is not a proxy; write %s"
            .formatted(
                text,
                url.matches() && isPort(url.group("port"))
                    ? "\"" + url.group("rest") + "\""
                    : "HOST:PORT, such as proxy.example.com:3128"));
  }

  /** Parses the value of an environment variable; messages do not contain it. */
  static ProxyServer ofVariable(String name, String value) throws UsageException {
    Matcher form = VARIABLE.matcher(value.strip());
    try {
      if (form.matches() && isPort(form.group("port"))) {
        String user = form.group("user");
        return new ProxyServer(
            form.group("host"),
            Integer.parseInt(form.group("port")),
            user == null ? null : basic(user, form.group("password")));
      }
    } catch (IllegalArgumentException badEscape) {
      // Reported below.
    }
    throw new UsageException(
        "the environment variable \"%s\" is not an HTTP proxy; write http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, or name another proxy with --proxy"
            .formatted(name));
  }

  private static boolean isPort(String digits) {
    int port = Integer.parseInt(digits);
    return port >= 1 && port <= LARGEST_PORT;
  }

  private static String basic(String user, @Nullable String password) {
    return Credentials.basic(
        decoded(user), password == null ? "" : decoded(password), StandardCharsets.UTF_8);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Resolves the name again for each connection. */
  Proxy toProxy() {
    String bare = host.replaceAll("[\\[\\]]", "");
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(bare, port));
  }

  /** Adds the credentials to a request; null if the proxy has refused them. */
  @Nullable Request authenticate(@Nullable Route route, Response response) {
    Request request = response.request();
    return credentials == null || request.header(HEADER) != null
        ? null
        : request.newBuilder().header(HEADER, credentials).build();
  }

  /** Without the credentials. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
