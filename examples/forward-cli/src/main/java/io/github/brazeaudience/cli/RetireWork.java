package io.github.brazeaudience.cli;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.RetirementPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Takes an audience that is gone off all users that the store knows to have something of it. */
final class RetireWork implements Work {
  private final long audienceId;
  private final Cancellation cancellation;
  private final List<String> failures = new ArrayList<>();

  RetireWork(long audienceId, Cancellation cancellation) {
    this.audienceId = audienceId;
    this.cancellation = cancellation;
  }

  @Override
  public long updatesBefore() {
    return 0;
  }

  @Override
  public long totalBytes() {
    return -1;
  }

  /** The outcomes have no order before the end, because nobody here sees the users come. */
  @Override
  public ForwardSummary run(AudienceForwarder forwarder, RunOutcomes outcomes) {
    RetirementPlan plan = forwarder.planRetirement(audienceId);
    outcomes.tell(
        String.format(
            Locale.ROOT,
            "Retiring audience %d: %s, %s, %s",
            audienceId,
            PeopleSummary.counted(plan.users(), "user"),
            PeopleSummary.counted(plan.requests(), "request"),
            PeopleSummary.counted(plan.dataPoints(), "data point")));
    ForwardSummary summary =
        cancellation.interruptibly(
            () -> forwarder.retire(audienceId, outcome -> outcomes.take(outcome, null, 0, 0)));
    long left = plan.users() - summary.updates();
    if (summary.truncated() && left > 0) {
      failures.add(
          "%s %s not reached; run it again, which goes on there"
              .formatted(PeopleSummary.counted(left, "user"), left == 1 ? "was" : "were"));
    }
    return summary;
  }

  @Override
  public List<String> failures() {
    return failures;
  }
}
