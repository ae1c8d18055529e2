package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.report.ReportData;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.options.Membership;
import io.github.brazeaudience.outcome.ForwardSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects what a report shows besides the recorded events. */
final class ReportInputs {
  private ReportInputs() {}

  static ReportData of(
      RunPlan plan, BrazeAudienceConfig config, ForwardSummary summary, Duration took, String end) {
    return new ReportData(
        plan.operation().command(),
        Version.number(),
        Instant.now().minus(took),
        took,
        end,
        summary,
        settings(plan, config));
  }

  /** The settings without the key and the app identifiers. */
  private static Map<String, String> settings(RunPlan plan, BrazeAudienceConfig config) {
    Pace pace = plan.pace();
    Membership membership = plan.membership();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("Endpoint", config.endpoints().rest());
    settings.put("Send segments as", config.sendSegmentsAs().name());
    settings.put("External identity type", config.externalIdentityType().name());
    settings.put("Email identity type", config.emailIdentityType().name());
    settings.put("Device match", config.deviceMatch() + (config.deviceLookup() ? ", lookup" : ""));
    settings.put("Array max length", String.valueOf(config.arrayMaxLength()));
    settings.put("Max objects per request", String.valueOf(config.maxObjectsPerRequest()));
    settings.put("Concurrency", pace.concurrency().toString());
    settings.put("Rate", pace.limiter().toString());
    settings.put("Retries", pace.retry().toString());
    settings.put("Minimum time between writes of a user", pace.minUserWriteInterval().toString());
    settings.put("Linger", pace.linger().toString());
    settings.put("Membership store", membership == null ? "none" : membership.policy().toString());
    return settings;
  }
}
