package io.github.brazeaudience.cli;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.options.TransportFactory;
import io.github.brazeaudience.options.UsageException;

/** Runs a command against Braze, or without sending anything in a dry run. */
final class BrazeRun {
  private final RunOptions options;
  private final CommandContext context;

  /** Checks the options and opens the files. */
  interface PlanSource {
    RunPlan create() throws UsageException;
  }

  BrazeRun(RunOptions options, CommandContext context) {
    this.options = options;
    this.context = context;
  }

  /** Retires or renames an audience for the users in the store. */
  int maintain(AudienceOperation operation) throws UsageException {
    BrazeAudienceConfig config = options.config(context.environment(), builder -> {});
    Pace pace = options.pace();
    MembershipFactory memberships =
        options.memberships(MembershipPolicy.defaults(), config, true, context.environment());
    return run(
        config,
        () ->
            new RunPlanFactory(options.outputs, options.dryRun, pace, memberships)
                .create(operation));
  }

  /** Returns the exit code. */
  int run(BrazeAudienceConfig config, PlanSource plans) throws UsageException {
    context.beforeRun().run();
    if (options.dryRun) {
      if (options.processing.waitProcessed != null) {
        throw new UsageException(
            "--dry-run sends nothing, so there is nothing to wait for; leave --wait-processed out");
      }
      try (RunPlan plan = plans.create()) {
        return dryRun(plan, config);
      }
    }
    TransportFactory transports = options.connection.transports(config, context.environment());
    try (RunPlan plan = plans.create()) {
      return new ForwardRun(
              plan, ProcessedWait.of(options.processing.waitProcessed, context), context)
          .run(config, transports.create());
    }
  }

  private int dryRun(RunPlan plan, BrazeAudienceConfig config) throws UsageException {
    context.say(
        "Dry run: nothing is sent. Each line of standard output would be posted to "
            + config.endpoints().restUri("/users/track"));
    DryRunTransport transport = new DryRunTransport(context.out(), context.cancellation());
    int code = new ForwardRun(plan, ProcessedWait.NONE, context).run(config, transport);
    transport
        .failure()
        .ifPresent(
            e ->
                context.say(
                    "Standard output cannot be written (%s), so the dry run ended."
                        .formatted(e.getMessage())));
    return code;
  }
}
