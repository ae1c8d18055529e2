package io.github.brazeaudience.options;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.transport.BrazeTransport;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Creates the transport. Connects through the proxy of {@code --proxy}, or else through the proxy
 * in the environment variable {@code https_proxy} or {@code HTTPS_PROXY}. As in curl, the
 * lower-case variable wins, an empty variable means no proxy, and the variables apply only to https
 * endpoints that {@code no_proxy} does not name.
 */
public final class TransportFactory {
  private static final String SCHEME = "https";

  private final @Nullable ProxyServer proxy;

  private TransportFactory(@Nullable ProxyServer proxy) {
    this.proxy = proxy;
  }

  static TransportFactory of(
      @Nullable ProxyServer proxy, BrazeAudienceConfig config, Map<String, String> environment)
      throws UsageException {
    return new TransportFactory(
        proxy != null ? proxy : proxyOf(environment, config.endpoints().restUri("/")));
  }

  /** Creates a transport. */
  public BrazeTransport create() {
    if (proxy == null) {
      return OkHttpBrazeTransport.create();
    }
    return proxy.credentials() == null
        ? OkHttpBrazeTransport.create(proxy.toProxy())
        : OkHttpBrazeTransport.using(
            new OkHttpClient.Builder()
                .proxy(proxy.toProxy())
                .proxyAuthenticator(proxy::authenticate)
                .build());
  }

  private static @Nullable ProxyServer proxyOf(Map<String, String> environment, URI endpoint)
      throws UsageException {
    String variable = variable(environment, "https_proxy");
    String value = environment.getOrDefault(variable, "");
    String direct = environment.getOrDefault(variable(environment, "no_proxy"), "");
    return value.isBlank()
            || !SCHEME.equals(endpoint.getScheme())
            || NoProxy.parse(direct).includes(endpoint.getHost())
        ? null
        : ProxyServer.ofVariable(variable, value);
  }

  private static String variable(Map<String, String> environment, String lowerCase) {
    return environment.containsKey(lowerCase) ? lowerCase : lowerCase.toUpperCase(Locale.ROOT);
  }
}
