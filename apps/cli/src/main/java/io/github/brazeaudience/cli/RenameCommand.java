package io.github.brazeaudience.cli;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.options.HelpOptions;
import io.github.brazeaudience.options.ProgramCommand;
import io.github.brazeaudience.options.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code rename}. */
@Command(
    name = "rename",
    header = "Renames an audience on all known profiles.",
    description = {
      "Gives an audience a new External Name on all profiles in the store: the attribute under the old name"
          + " is removed. Nothing is written if another audience owns the name. If it is interrupted, run"
          + " it again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  braze-audience rename 11036 \"Athenians\" --store users.store --dry-run",
      "  braze-audience rename 11036 \"Athenians\" --store users.store"
    })
final class RenameCommand implements ProgramCommand {
  private final CommandContext context;

  @Parameters(
      index = "0",
      paramLabel = "ID",
      converter = AudienceIdConverter.class,
      description = "Id of the audience.")
  long id;

  @Parameters(index = "1", paramLabel = "NAME", description = "New External Name.")
  String name = "";

  @Mixin RunOptions run = new RunOptions();
  @Mixin HelpOptions help = new HelpOptions();

  RenameCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public int run() throws UsageException {
    run.store.requireFor("rename", true);
    if (name.isBlank()) {
      throw new UsageException("rename takes an ID and a NAME, but the name is blank");
    }
    return new BrazeRun(run, context)
        .maintain(AudienceOperation.renaming(Audience.of(id, name), context.cancellation()));
  }
}
