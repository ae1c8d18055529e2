package io.github.brazeaudience.options;

import io.github.brazeaudience.config.ApiKeyOperatingSystem;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for devices and push tokens. */
public final class ProfileOptions {
  @Option(
      names = "--device-match",
      paramLabel = "TYPES",
      description = {
        "Device identities sent as user aliases (default: idfa,android_id) for users without an external"
            + " id, or none. With lookup as the first or only one, the user's device ids are looked up in"
            + " Braze before; this needs the permission users.export.ids."
      })
  @Nullable DeviceMatch deviceMatch;

  @Option(
      names = "--api-key",
      paramLabel = "APP_ID",
      description = "App identifier for push tokens. Without it no push tokens are sent.")
  @Nullable String apiKey;

  @Option(
      names = "--api-key-os",
      paramLabel = "OS",
      description =
          "Send push tokens of this operating system only: IOS, ANDROID or UNSELECTED (the default).")
  @Nullable ApiKeyOperatingSystem apiKeyOs;

  /** The app identifier for push tokens, or null. */
  public @Nullable String apiKey() {
    return apiKey;
  }

  /** Sets the given values. */
  public void applyTo(BrazeAudienceConfig.Builder builder) throws UsageException {
    if (apiKey != null) {
      if (apiKey.isBlank()) {
        throw new UsageException("--api-key is blank; leave it out to send no push tokens");
      }
      builder.apiKey(apiKey);
    }
    if (apiKeyOs != null) {
      builder.apiKeyOperatingSystem(apiKeyOs);
    }
    if (deviceMatch != null) {
      try {
        builder.deviceMatch(deviceMatch.aliases()).deviceLookup(deviceMatch.lookup());
      } catch (IllegalArgumentException e) {
        throw new UsageException(
            String.valueOf(e.getMessage()).replace("`deviceMatch`", "--device-match"));
      }
    }
  }
}
