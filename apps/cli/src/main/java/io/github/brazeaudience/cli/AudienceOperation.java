package io.github.brazeaudience.cli;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.NameConflict;
import io.github.brazeaudience.outcome.OutcomeHandler;
import io.github.brazeaudience.outcome.RenamingPlan;
import io.github.brazeaudience.outcome.RetirementPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Retires or renames an audience for the users in the store. */
final class AudienceOperation implements Operation {
  private final Action action;
  private final Cancellation cancellation;
  private final List<String> failures = new ArrayList<>();

  /** Retirement or renaming. */
  private interface Action {
    String command();

    Plan plan(AudienceForwarder forwarder);

    ForwardSummary run(AudienceForwarder forwarder, OutcomeHandler handler);
  }

  private record Plan(
      String title, long users, long requests, long dataPoints, @Nullable NameConflict conflict) {}

  private AudienceOperation(Action action, Cancellation cancellation) {
    this.action = action;
    this.cancellation = cancellation;
  }

  static AudienceOperation retiring(long audienceId, Cancellation cancellation) {
    return new AudienceOperation(new Retirement(audienceId), cancellation);
  }

  static AudienceOperation renaming(Audience audience, Cancellation cancellation) {
    return new AudienceOperation(new Renaming(audience), cancellation);
  }

  private record Retirement(long audienceId) implements Action {
    @Override
    public String command() {
      return "retire";
    }

    @Override
    public Plan plan(AudienceForwarder forwarder) {
      RetirementPlan plan = forwarder.planRetirement(audienceId);
      String title = "Retiring audience " + audienceId;
      return new Plan(title, plan.users(), plan.requests(), plan.dataPoints(), null);
    }

    @Override
    public ForwardSummary run(AudienceForwarder forwarder, OutcomeHandler handler) {
      return forwarder.retire(audienceId, handler);
    }
  }

  private record Renaming(Audience audience) implements Action {
    @Override
    public String command() {
      return "rename";
    }

    @Override
    public Plan plan(AudienceForwarder forwarder) {
      RenamingPlan plan = forwarder.planRenaming(audience);
      String title = "Renaming audience " + audience.id();
      NameConflict conflict = plan.conflict().orElse(null);
      return new Plan(title, plan.users(), plan.requests(), plan.dataPoints(), conflict);
    }

    @Override
    public ForwardSummary run(AudienceForwarder forwarder, OutcomeHandler handler) {
      return forwarder.rename(audience, handler);
    }
  }

  @Override
  public String command() {
    return action.command();
  }

  /** The users come from the store, so no outcome has a position in an input. */
  @Override
  public ForwardSummary run(AudienceForwarder forwarder, RunOutcomes outcomes) {
    Plan plan = plan(forwarder);
    outcomes.say(
        "%s: %s, %s, %s"
            .formatted(
                plan.title(),
                ConsoleSummary.counted(plan.users(), "user"),
                ConsoleSummary.counted(plan.requests(), "request"),
                ConsoleSummary.counted(plan.dataPoints(), "data point")));
    ForwardSummary summary =
        cancellation.interruptibly(
            () -> action.run(forwarder, outcome -> outcomes.take(outcome, null, 0, 0)));
    long left = plan.users() - summary.updates();
    if (summary.truncated() && left > 0) {
      failures.add(
          "%s %s not reached; run the command again to continue"
              .formatted(ConsoleSummary.counted(left, "user"), left == 1 ? "was" : "were"));
    }
    NameConflict conflict = plan.conflict();
    if (conflict != null && summary.rejected() == 0) {
      failures.add(conflict.message());
    }
    return summary;
  }

  /** Reads the store. */
  private Plan plan(AudienceForwarder forwarder) {
    try {
      return action.plan(forwarder);
    } catch (RuntimeException e) {
      throw new StoreFailedException(e);
    }
  }

  @Override
  public List<String> failures() {
    return failures;
  }
}
