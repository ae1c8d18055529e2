package io.github.brazeaudience.cli;

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
 * An HTTP proxy.
 *
 * @param host its name or address, an IPv6 address in brackets
 * @param port its port
 * @param credentials the value of the header that authenticates to it, null if it asks for none
 */
record ProxyServer(String host, int port, @Nullable String credentials) {
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
   * Reads the value of {@code --proxy}.
   *
   * @throws IllegalArgumentException if it is not a host and a port; the message repeats no
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

  /** Reads the value of an environment variable, which is not repeated in messages. */
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
      // The message is the same.
    }
    throw new UsageException(
        "the environment variable \"%s\" is not an HTTP proxy; write http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, or name another one with --proxy"
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

  /** The proxy, whose name is looked up for each connection. */
  Proxy toProxy() {
    String bare = host.replaceAll("[\\[\\]]", "");
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(bare, port));
  }

  /** Answers a proxy that asks for credentials; null if it has refused them. */
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
