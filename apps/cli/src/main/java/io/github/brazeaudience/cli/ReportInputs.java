package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.report.ReportData;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.options.Membership;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.ProcessingStatus;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects what a report shows besides the recorded events. */
final class ReportInputs {
  private static final Pattern ISO = Pattern.compile("PT[0-9.HMS]+");

  private ReportInputs() {}

  /**
   * Collects the inputs of a report.
   *
   * @param startedAt the wall-clock time of the start
   * @param processed whether Braze has processed the requests, or null if that was not asked
   */
  static ReportData of(
      RunPlan plan,
      BrazeAudienceConfig config,
      ForwardSummary summary,
      Instant startedAt,
      Duration took,
      String end,
      @Nullable ProcessingStatus processed) {
    return new ReportData(
        plan.operation().command(),
        Version.number(),
        startedAt,
        took,
        plan.operation().updatesBefore(),
        end,
        processed == null ? "" : ProcessedWait.line(processed),
        summary,
        plan.outputs().given(),
        settings(plan, config));
  }

  /** The effective settings without the key and the app identifiers. */
  private static Map<String, String> settings(RunPlan plan, BrazeAudienceConfig config) {
    Pace pace = plan.pace();
    RetryPolicy retry = pace.retry();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("Endpoint", config.endpoints().rest());
    settings.put("Send segments as", config.sendSegmentsAs().name());
    settings.put("External identity type", config.externalIdentityType().name());
    settings.put("Email identity type", config.emailIdentityType().name());
    settings.put("Device match", deviceMatch(config));
    settings.put("Array max length", String.valueOf(config.arrayMaxLength()));
    settings.put("Max objects per request", String.valueOf(config.maxObjectsPerRequest()));
    settings.put("Requests in flight", plain(pace.concurrency()));
    settings.put("Rate", plain(pace.limiter()));
    settings.put("Attempts at most", String.valueOf(retry.maxAttempts()));
    settings.put(
        "Backoff", time(retry.initialBackoff()) + " at first, at most " + time(retry.maxBackoff()));
    settings.put("Deadline", time(retry.deadline()));
    settings.put("Give up after", time(retry.outageLimit()));
    settings.put("Time between writes of a user", time(pace.minUserWriteInterval()));
    settings.put("Linger", time(pace.linger()));
    settings.put("Membership store", membership(plan.membership()));
    return settings;
  }

  private static String deviceMatch(BrazeAudienceConfig config) {
    Stream<String> lookup = config.deviceLookup() ? Stream.of("lookup") : Stream.of();
    Stream<String> aliases =
        config.deviceMatch().stream().map(it -> it.type().name().toLowerCase(Locale.ROOT));
    String parts = Stream.concat(lookup, aliases).collect(Collectors.joining(","));
    return parts.isEmpty() ? "none" : parts;
  }

  private static String membership(@Nullable Membership membership) {
    if (membership == null) {
      return "none";
    }
    MembershipPolicy policy = membership.policy();
    String unknown = policy.unknownUsers().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return (policy.sendEverything() ? "sends everything" : "sends only differences")
        + "; unknown users: "
        + unknown;
  }

  /** Text of a policy without its class name. */
  private static String plain(Object policy) {
    String text = policy.toString().replaceFirst("^[A-Za-z]+\\[(.*)]$", "$1");
    return ISO.matcher(text).replaceAll(it -> time(Duration.parse(it.group())));
  }

  private static String time(Duration duration) {
    return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }
}
