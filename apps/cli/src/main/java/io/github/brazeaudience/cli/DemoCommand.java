package io.github.brazeaudience.cli;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.options.HelpOptions;
import io.github.brazeaudience.options.ProfileOptions;
import io.github.brazeaudience.options.ProgramCommand;
import io.github.brazeaudience.options.SegmentOptions;
import io.github.brazeaudience.options.UsageException;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.FakeBrazeBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code demo}. */
@Command(
    name = "demo",
    header = "Forwards a sample to a fake Braze and shows the result.",
    description = {
      "Starts a fake Braze inside this process, forwards the bundled sample (or FILE) to it, and prints each"
          + " profile and the segments it matches. No key is needed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  braze-audience demo",
      "  braze-audience demo --send-segments-as ARRAY_ATTRIBUTE users.ndjson"
    })
final class DemoCommand implements ProgramCommand {
  private final CommandContext context;

  @Mixin InputOptions inputs = new InputOptions();
  @Mixin SegmentOptions segments = new SegmentOptions();
  @Mixin ProfileOptions profile = new ProfileOptions();
  @Mixin OutputOptions outputs = new OutputOptions();
  @Mixin HelpOptions help = new HelpOptions();

  DemoCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public int run() throws UsageException {
    context.beforeRun().run();
    BrazeAudienceConfig config = config();
    RunPlanFactory plans = new RunPlanFactory(outputs, false, Pace.defaults(), null);
    try (RunPlan plan =
        plans.forward(
            () -> new InputReaderFactory(inputs, context).createForDemo(config),
            reader -> new ForwardOperation("demo", reader, config, false, context))) {
      return run(config, plan);
    }
  }

  private BrazeAudienceConfig config() throws UsageException {
    BrazeAudienceConfig.Builder builder =
        BrazeAudienceConfig.builder()
            .restApiKey(Configurations.NO_KEY)
            .sendSegmentsAs(SendSegmentsAs.SINGLE_AND_PER_SEGMENT);
    segments.applyTo(builder);
    profile.applyTo(builder);
    return Configurations.build(builder);
  }

  private int run(BrazeAudienceConfig config, RunPlan plan) throws UsageException {
    FakeBrazeBuilder server = FakeBraze.builder().keepRequests(0);
    if (profile.apiKey() != null) {
      server.appId(profile.apiKey());
    }
    try (FakeBraze braze = server.start()) {
      BrazeAudienceConfig toFake =
          config.toBuilder()
              .instance(BrazeInstance.CUSTOM)
              .endpoints(braze.endpoints())
              .restApiKey(braze.restApiKey())
              .build();
      int code =
          new ForwardRun(plan, ProcessedWait.NONE, context)
              .run(toFake, OkHttpBrazeTransport.create());
      boolean shown = context.print(new DemoReport(braze, config).text());
      return shown ? code : Math.max(code, ExitCode.INCOMPLETE);
    }
  }
}
