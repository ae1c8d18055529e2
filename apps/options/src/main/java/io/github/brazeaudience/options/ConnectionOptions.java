package io.github.brazeaudience.options;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.RestApiKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the connection to Braze: endpoint, key and proxy. */
public final class ConnectionOptions {
  /** The environment variable that holds the key by default. */
  public static final String DEFAULT_KEY_VARIABLE = "BRAZE_REST_API_KEY";

  @Mixin EndpointOptions endpoint = new EndpointOptions();

  @Option(
      names = "--rest-api-key-env",
      paramLabel = "NAME",
      description =
          "Environment variable that holds the REST API key (default: "
              + DEFAULT_KEY_VARIABLE
              + ").")
  String keyVariable = DEFAULT_KEY_VARIABLE;

  @Option(
      names = "--proxy",
      paramLabel = "HOST:PORT",
      description = {
        "HTTP proxy to connect through (default: the one in the environment variable https_proxy or"
            + " HTTPS_PROXY, unless NO_PROXY names the endpoint)."
      })
  @Nullable ProxyServer proxy;

  /** Sets the endpoint, unless the default applies. */
  public void applyTo(BrazeAudienceConfig.Builder builder) throws UsageException {
    endpoint.applyTo(builder);
  }

  /** The name of the environment variable that holds the key. */
  public String keyVariable() {
    return keyVariable;
  }

  /** Reads the key from the environment. */
  public RestApiKey restApiKey(Map<String, String> environment) throws UsageException {
    String key =
        EnvironmentVariables.read(
            environment,
            keyVariable,
            "--rest-api-key-env",
            "a REST API key that has the permission users.track");
    try {
      return RestApiKey.of(key);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          String.valueOf(e.getMessage())
              .replace(
                  "`restApiKey`", "the key in the environment variable \"" + keyVariable + "\""));
    }
  }

  /**
   * Finds the proxy; nothing connects yet.
   *
   * @throws UsageException if the environment names a proxy in an unknown form
   */
  public TransportFactory transports(BrazeAudienceConfig config, Map<String, String> environment)
      throws UsageException {
    return TransportFactory.of(proxy, config, environment);
  }
}
