package io.github.brazeaudience.cli;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.outcome.ForwardSummary;
import java.util.List;

/** What a run does with its forwarder. */
interface Work {
  /** How many updates earlier runs took, with which this one goes on. */
  long updatesBefore();

  /** How much there is to read, in bytes, or -1 if nobody knows. */
  long totalBytes();

  /** Does it on this thread; each outcome is taken once. */
  ForwardSummary run(AudienceForwarder forwarder, RunOutcomes outcomes);

  /** What went wrong on the way beside the outcomes, in words. */
  List<String> failures();
}
