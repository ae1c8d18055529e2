package io.github.brazeaudience.cli.report;

import org.HdrHistogram.IntCountsHistogram;

/** Counts of one interval of a run. Not thread-safe. */
final class Bucket {
  /** Digits of the latencies, about 1 percent. */
  private static final int DIGITS = 2;

  long accepted;
  long otherOutcomes;
  long requests;
  long failures;
  long retries;
  int maxInFlight;

  /** The highest limit of requests in flight. */
  int limit;

  /** The durations of the requests that ended, in milliseconds. */
  final IntCountsHistogram latency = new IntCountsHistogram(DIGITS);

  /** Adds the counts of the interval that follows this one. */
  void merge(Bucket later) {
    accepted += later.accepted;
    otherOutcomes += later.otherOutcomes;
    requests += later.requests;
    failures += later.failures;
    retries += later.retries;
    maxInFlight = Math.max(maxInFlight, later.maxInFlight);
    limit = Math.max(limit, later.limit);
    latency.add(later.latency);
  }
}
