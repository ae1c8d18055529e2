package io.github.brazeaudience.cli;

import io.github.brazeaudience.options.HelpOptions;
import io.github.brazeaudience.options.ProgramCommand;
import io.github.brazeaudience.options.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code retire}. */
@Command(
    name = "retire",
    header = "Removes an audience from all known profiles.",
    description = {
      "Removes an audience that was deleted or disconnected from all profiles in the store, whatever the"
          + " mode it was written in. If it is interrupted, run it again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  braze-audience retire 11036 --store users.store --dry-run",
      "  braze-audience retire 11036 --store users.store --instance EU_01"
    })
final class RetireCommand implements ProgramCommand {
  private final CommandContext context;

  @Parameters(
      index = "0",
      paramLabel = "ID",
      converter = AudienceIdConverter.class,
      description = "Id of the audience.")
  long id;

  @Mixin RunOptions run = new RunOptions();
  @Mixin HelpOptions help = new HelpOptions();

  RetireCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public int run() throws UsageException {
    run.store.requireFor("retire", true);
    return new BrazeRun(run, context)
        .maintain(AudienceOperation.retiring(id, context.cancellation()));
  }
}
