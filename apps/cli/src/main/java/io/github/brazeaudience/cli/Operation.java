package io.github.brazeaudience.cli;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.outcome.ForwardSummary;
import java.util.List;

/** What a run does with its forwarder. */
interface Operation {
  /** The number of updates that earlier runs finished. */
  long updatesBefore();

  /** The size of the input in bytes, or -1 if it is unknown. */
  long totalBytes();

  /** Runs on this thread. Each outcome is reported once. */
  ForwardSummary run(AudienceForwarder forwarder, RunOutcomes outcomes);

  /** Messages about failures other than outcomes. */
  List<String> failures();
}
