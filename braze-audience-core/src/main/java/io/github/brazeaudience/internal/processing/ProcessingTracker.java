package io.github.brazeaudience.internal.processing;

import io.github.brazeaudience.internal.engine.TrackingGroups;
import io.github.brazeaudience.internal.query.QueryClient;
import io.github.brazeaudience.outcome.Processing;
import io.github.brazeaudience.outcome.ProcessingStatus;

/** Creates the request groups of the calls of one forwarder, and the waits for them. */
public final class ProcessingTracker {
  private static final Processing OFF =
      Processing.of(
          new ProcessingStatus.Unavailable(
              "the forwarder does not track requests; set `trackProcessing` in its builder"));

  private final GroupIds ids;
  private final QueryClient queries;

  public ProcessingTracker(GroupIds ids, QueryClient queries) {
    this.ids = ids;
    this.queries = queries;
  }

  public TrackingGroups newGroups() {
    return ids.newGroups();
  }

  /** {@return a handle for the requests that were started so far} */
  public Processing processing(TrackingGroups groups) {
    TrackingGroups.Snapshot sent = groups.seal();
    return sent == null ? OFF : new TrackedProcessing(queries, groups, sent, queries.time().now());
  }
}
