package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.input.InputFormat;
import io.github.brazeaudience.options.CommandLines;
import io.github.brazeaudience.options.HelpOptions;
import io.github.brazeaudience.options.ProgramCommand;
import io.github.brazeaudience.options.UsageException;
import io.github.brazeaudience.receiver.ReceiveCommand;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The program {@code braze-audience}: selects a command, parses its options and runs it. */
final class Program {
  static final String NAME = "braze-audience";

  /** Stands for bytes of an argument that the JVM could not decode. */
  private static final char REPLACEMENT = '\uFFFD';

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

  /**
   * Creates the program.
   *
   * @param args the command line; only the command that it names gets its options, because building
   *     those of all commands takes longer than most commands run
   */
  Program(CommandContext context, String... args) {
    this(context, selected(List.of(args)));
  }

  private Program(CommandContext context, Predicate<String> complete) {
    this.context = context;
    this.commandLine = CommandLines.configure(commands(context, complete));
    this.commandLine.registerConverter(
        InputFormat.class, CommandLines.converter(InputFormat::parse));
  }

  /** Returns the program with the options of all commands. */
  static Program withAllOptions(CommandContext context) {
    return new Program(context, name -> true);
  }

  private static Predicate<String> selected(List<String> args) {
    Set<String> names = ENTRIES.stream().map(Entry::name).collect(Collectors.toSet());
    return args.stream().filter(names::contains).findFirst().orElse("")::equals;
  }

  /** A command, and how to create it. */
  private record Entry(Class<?> type, Function<CommandContext, Object> create) {
    String name() {
      return type.getAnnotation(Command.class).name();
    }

    /** The command with its name and header only, for the list of commands. */
    CommandSpec summary() {
      CommandSpec spec = CommandSpec.create().name(name());
      spec.usageMessage().header(type.getAnnotation(Command.class).header());
      return spec;
    }
  }

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry(DemoCommand.class, DemoCommand::new),
          new Entry(ForwardCommand.class, ForwardCommand::new),
          new Entry(CheckCommand.class, CheckCommand::new),
          new Entry(RetireCommand.class, RetireCommand::new),
          new Entry(RenameCommand.class, RenameCommand::new),
          new Entry(ShowCommand.class, ShowCommand::new),
          new Entry(
              ReceiveCommand.class,
              context ->
                  new ReceiveCommand(context.environment(), context::message, Version.number())));

  private static CommandLine commands(CommandContext context, Predicate<String> complete) {
    CommandLine commandLine = new CommandLine(new TopLevel());
    for (Entry entry : ENTRIES) {
      commandLine.addSubcommand(
          complete.test(entry.name()) ? entry.create().apply(context) : entry.summary());
    }
    return commandLine;
  }

  /** The model of all commands. */
  CommandLine commandLine() {
    return commandLine;
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
    } catch (RuntimeException | OutOfMemoryError e) {
      // Closing can fail with the same error, which the JVM reports as an exception with this
      // cause.
      if (!(e instanceof OutOfMemoryError) && !(e.getCause() instanceof OutOfMemoryError)) {
        throw e;
      }
      context.message(
          "Java ran out of memory (the limit is %s MiB): raise the limit with an option such as -Xmx2g of java, or with BRAZE_AUDIENCE_OPTS, and run the command again"
              .formatted(Runtime.getRuntime().maxMemory() >> 20));
      return ExitCode.INCOMPLETE;
    }
  }

  /** Returns the parsed command, or the top level if no command was given. */
  private CommandLine parse(String... args) throws UsageException {
    checkDecoded(args);
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

  /** Otherwise a renamed audience would get a name of replacement characters in Braze. */
  private static void checkDecoded(String... args) throws UsageException {
    for (int i = 0; i < args.length; i++) {
      if (args[i].indexOf(REPLACEMENT) >= 0) {
        throw new UsageException(
            String.format(
                Locale.ROOT,
                "argument %d has characters that are not in %s, the character encoding of the"
                    + " locale; set LC_ALL=C.UTF-8 (or another locale with UTF-8) and run again",
                i + 1,
                System.getProperty("sun.jnu.encoding")));
      }
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
