package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.input.InputFormat;
import io.github.brazeaudience.options.CommandLines;
import io.github.brazeaudience.options.HelpOptions;
import io.github.brazeaudience.options.ProgramCommand;
import io.github.brazeaudience.options.UsageException;
import io.github.brazeaudience.receiver.ReceiveCommand;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The program {@code braze-audience}: selects a command, parses its options and runs it. */
final class Program {
  static final String NAME = "braze-audience";

  private final CommandContext context;
  private final CommandLine commandLine;

  @Command(
      name = NAME,
      description = "Writes audience memberships to Braze.",
      synopsisSubcommandLabel = "COMMAND",
      commandListHeading = "%nCommands:%n",
      footerHeading = "%nExit codes:%n",
      footer = {
        "  0    every update was accepted or unchanged; check: no error was found",
        "  1    some updates were not; check: an error was found",
        "  2    bad usage or configuration; nothing was sent",
        "  130  Ctrl-C; updates that were not sent are reported as not_sent",
        "",
        "braze-audience COMMAND --help lists the options of a command, with examples."
      })
  static final class TopLevel {
    @Mixin HelpOptions help = new HelpOptions();
  }

  Program(CommandContext context) {
    this.context = context;
    this.commandLine =
        CommandLines.configure(
                new CommandLine(new TopLevel())
                    .addSubcommand(new DemoCommand(context))
                    .addSubcommand(new ForwardCommand(context))
                    .addSubcommand(new CheckCommand(context))
                    .addSubcommand(new RetireCommand(context))
                    .addSubcommand(new RenameCommand(context))
                    .addSubcommand(new ShowCommand(context))
                    .addSubcommand(
                        new ReceiveCommand(
                            context.environment(), context::message, Version.number())))
            .registerConverter(InputFormat.class, CommandLines.converter(InputFormat::parse));
  }

  /** Runs a command line and returns the exit code. */
  int run(String... args) {
    try {
      return run(parse(args));
    } catch (UsageException e) {
      context.message(String.valueOf(e.getMessage()));
      return ExitCode.USAGE;
    } catch (UncheckedIOException e) {
      // The store could not be closed.
      context.message(String.valueOf(e.getMessage()));
      return ExitCode.INCOMPLETE;
    }
  }

  /** Returns the parsed command, or the top level if no command was given. */
  private CommandLine parse(String... args) throws UsageException {
    try {
      ParseResult parsed = commandLine.parseArgs(args);
      ParseResult command = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
      return (parsed.isUsageHelpRequested() ? parsed : command).commandSpec().commandLine();
    } catch (ParameterException e) {
      OldOptions.check(List.of(args));
      if (e.getCommandLine() == commandLine) {
        throw withoutCommand(args);
      }
      throw CommandLines.usageException(e);
    }
  }

  private int run(CommandLine parsed) throws UsageException {
    if (parsed.isUsageHelpRequested()) {
      return print(parsed.getUsageMessage(CommandLine.Help.Ansi.OFF));
    }
    if (parsed.isVersionHelpRequested() || commandLine.isVersionHelpRequested()) {
      return print(NAME + " " + Version.number() + System.lineSeparator());
    }
    if (parsed.getCommand() instanceof ProgramCommand command) {
      return command.run();
    }
    throw withoutCommand();
  }

  private int print(String text) {
    return context.print(text) ? ExitCode.COMPLETE : ExitCode.USAGE;
  }

  /** The arguments may contain a key, so the message does not repeat them. */
  private static UsageException withoutCommand(String... args) {
    return new UsageException(
        args.length == 0
            ? "name a command: demo, forward, check, retire, rename, show or receive; see --help"
            : "the first argument must be a command: demo, forward, check, retire, rename, show or receive; to forward"
                + " files, write: braze-audience forward ...");
  }
}
