package io.github.brazeaudience.cli;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Manual page in roff, from the model of the options that also gives the help. */
final class ManPage {
  private final StringBuilder page = new StringBuilder();

  private ManPage() {}

  /** {@return the page of a program with subcommands} */
  static String of(CommandLine program, String version) {
    ManPage man = new ManPage();
    man.write(program, version);
    return man.page.toString();
  }

  private void write(CommandLine program, String version) {
    CommandSpec spec = program.getCommandSpec();
    String name = spec.name();
    page.append(".TH ")
        .append(name.toUpperCase(Locale.ROOT))
        .append(" 1 \"\" \"")
        .append(text(name + " " + version))
        .append("\"\n");
    String description = String.join(" ", spec.usageMessage().description());
    section("NAME");
    line(name + " \\- " + text(description));
    section("SYNOPSIS");
    line(".B " + text(name));
    line("\\fICOMMAND\\fR [\\fIoptions\\fR]");
    section("DESCRIPTION");
    paragraph(description);
    section("COMMANDS");
    program.getSubcommands().values().forEach(it -> command(name, it.getCommandSpec()));
    section("EXIT STATUS");
    preformatted(spec.usageMessage().footer());
  }

  private void command(String program, CommandSpec command) {
    line(".SS " + text(program + " " + command.name()));
    paragraph(String.join(" ", command.usageMessage().header()));
    if (command.usageMessage().description().length > 0) {
      line(".PP");
      paragraph(String.join(" ", command.usageMessage().description()));
    }
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      argument("\\fI" + text(parameter.paramLabel()) + "\\fR", parameter);
    }
    for (OptionSpec option : command.options()) {
      String names = "\\fB" + text(String.join(", ", List.of(option.names()))) + "\\fR";
      boolean flag = option.arity().max() == 0;
      argument(flag ? names : names + " \\fI" + text(option.paramLabel()) + "\\fR", option);
    }
    line(".PP");
    line("Examples:");
    preformatted(command.usageMessage().footer());
  }

  private void argument(String name, ArgSpec argument) {
    line(".TP");
    line(name);
    paragraph(String.join(" ", argument.description()));
  }

  private void preformatted(String... lines) {
    line(".PP");
    line(".nf");
    for (String line : lines) {
      paragraph(line);
    }
    line(".fi");
  }

  private void section(String title) {
    line(".SH " + title);
  }

  private void paragraph(String words) {
    line("\\&" + text(words.replace("%n", " ")));
  }

  private void line(String line) {
    page.append(line).append('\n');
  }

  private static String text(String words) {
    return words.replace("\\", "\\e").replace("-", "\\-");
  }
}
