package io.github.brazeaudience.cli.report;

import io.github.brazeaudience.outcome.ForwardSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Data that a report shows in addition to the recorded events.
 *
 * @param command the name of the command
 * @param version the version of the program
 * @param startedAt the time of the start
 * @param updatesBefore the number of updates that earlier runs with the checkpoint finished
 * @param ended how the run ended, for people
 * @param processed whether Braze has processed the requests, for people; empty if that was not
 *     asked
 * @param options the options of the command line, without secrets, in their order
 * @param settings names and values of the effective settings, without secrets, in their order
 */
public record ReportData(
    String command,
    String version,
    Instant startedAt,
    Duration took,
    long updatesBefore,
    String ended,
    String processed,
    ForwardSummary summary,
    Map<String, String> options,
    Map<String, String> settings) {}
