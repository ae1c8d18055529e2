package io.github.brazeaudience.cli;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.RestApiKey;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.options.ConnectionOptions;
import io.github.brazeaudience.options.SegmentOptions;
import io.github.brazeaudience.options.StoreOptions;
import io.github.brazeaudience.options.UsageException;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every command that writes to Braze. */
final class RunOptions {
  @Mixin ConnectionOptions connection = new ConnectionOptions();
  @Mixin SegmentOptions segments = new SegmentOptions();
  @Mixin StoreOptions store = new StoreOptions();
  @Mixin DatabaseOptions database = new DatabaseOptions();
  @Mixin PaceOptions pace = new PaceOptions();
  @Mixin OutputOptions outputs = new OutputOptions();

  @Option(
      names = "--dry-run",
      description =
          "Send nothing; print each request body on a line of standard output. No key is needed.")
  boolean dryRun;

  @Mixin ProcessingOptions processing = new ProcessingOptions();

  /** Builds the configuration, after the customizer has applied further options. */
  BrazeAudienceConfig config(Map<String, String> environment, Customizer customizer)
      throws UsageException {
    BrazeAudienceConfig.Builder builder = BrazeAudienceConfig.builder();
    segments.applyTo(builder);
    customizer.applyTo(builder);
    connection.applyTo(builder);
    return Configurations.build(
        builder.restApiKey(dryRun ? keyOfDryRun(environment) : connection.restApiKey(environment)));
  }

  /** Applies options to a configuration. */
  interface Customizer {
    void applyTo(BrazeAudienceConfig.Builder builder) throws UsageException;
  }

  /** The key selects the records of a store, even if nothing is sent. */
  private RestApiKey keyOfDryRun(Map<String, String> environment) throws UsageException {
    String key = environment.getOrDefault(connection.keyVariable(), "");
    return store.file() == null || key.isBlank()
        ? Configurations.NO_KEY
        : connection.restApiKey(environment);
  }

  /** Opens the membership store of a run. */
  MembershipFactory memberships(
      MembershipPolicy policy,
      BrazeAudienceConfig config,
      boolean mustExist,
      Map<String, String> environment) {
    return new MembershipFactory(
        store, database, environment, connection, dryRun, policy, config, mustExist);
  }

  Pace pace() throws UsageException {
    return dryRun ? pace.pace().ofDryRun() : pace.pace();
  }
}
