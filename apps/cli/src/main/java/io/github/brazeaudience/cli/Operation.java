package io.github.brazeaudience.cli;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.outcome.ForwardSummary;
import java.util.List;

/** What a run does with its forwarder. */
interface Operation {
  /** The name of the command. */
  String command();

  /** The number of updates that earlier runs finished. */
  default long updatesBefore() {
    return 0;
  }

  /** The size of the input in bytes, or -1 if it is unknown. */
  default long totalBytes() {
    return -1;
  }

  /** Runs on this thread. Each outcome is reported once. */
  ForwardSummary run(AudienceForwarder forwarder, RunOutcomes outcomes);

  /** Messages about failures other than outcomes. */
  default List<String> failures() {
    return List.of();
  }
}
