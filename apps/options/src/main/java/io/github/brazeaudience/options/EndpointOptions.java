package io.github.brazeaudience.options;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeInstance;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that select the REST endpoint. */
public final class EndpointOptions {
  @Option(
      names = "--instance",
      paramLabel = "INSTANCE",
      description = "Braze instance, such as US_03 (the default), EU_01 or \"US 10 Cluster\".")
  @Nullable BrazeInstance instance;

  @Option(
      names = "--rest-endpoint",
      paramLabel = "AUTHORITY",
      description = {
        "Custom REST endpoint instead of an instance, such as rest.iad-03.braze.com; a port is allowed."
            + " For tests, a server on this machine without TLS: http://127.0.0.1:PORT."
      })
  @Nullable String restEndpoint;

  /** The instance, or null if the endpoint is custom or the default applies. */
  public @Nullable BrazeInstance instance() {
    return instance;
  }

  /** The custom endpoint as it was written, or null. */
  public @Nullable String restEndpoint() {
    return restEndpoint;
  }

  /** Sets the endpoint, unless the default applies. */
  public void applyTo(BrazeAudienceConfig.Builder builder) throws UsageException {
    if (instance != null && restEndpoint != null) {
      throw new UsageException(
          "--instance and --rest-endpoint exclude each other; leave one of them out");
    }
    if (instance == BrazeInstance.CUSTOM) {
      throw new UsageException(
          "--instance CUSTOM has no endpoint; write --rest-endpoint AUTHORITY instead, which implies it");
    }
    if (instance != null) {
      builder.instance(instance);
    }
    if (restEndpoint != null) {
      builder.endpoints(Endpoint.parse(restEndpoint));
    }
  }
}
