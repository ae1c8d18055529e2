package io.github.brazeaudience.cli.report;

import io.github.brazeaudience.outcome.ForwardSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What a report shows besides what was recorded.
 *
 * @param command the name of the command
 * @param version the version of the program
 * @param startedAt the time of the start
 * @param ended how the run ended, for people
 * @param settings names and values of the settings, without secrets, in their order
 */
public record ReportData(
    String command,
    String version,
    Instant startedAt,
    Duration took,
    String ended,
    ForwardSummary summary,
    Map<String, String> settings) {}
