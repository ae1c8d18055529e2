package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;

/** Tests the files of the distribution that are generated from the options. */
class DocumentsTest {
  private static final Pattern OPTION = Pattern.compile("^ +(--[a-z-]+)", Pattern.MULTILINE);

  @TempDir Path directory;
  private String page = "";
  private String completion = "";

  @BeforeEach
  void write() throws IOException {
    Documents.write(directory);
    page = Files.readString(directory.resolve("man/man1/braze-audience.1"));
    completion = Files.readString(directory.resolve("completion/braze-audience"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "forward", "check", "retire", "rename", "show", "receive"})
  void documents_command_haveEveryOptionOfItsHelp(String command) {
    String help = CommandLineRun.of(command, "--help").run().out();
    String section = page.substring(page.indexOf(".SS braze\\-audience " + command + "\n"));
    int end = section.indexOf(".SS", 1);
    String manual = end < 0 ? section : section.substring(0, end);
    TreeSet<String> options = new TreeSet<>();
    OPTION.matcher(help).results().forEach(found -> options.add(found.group(1)));
    assertThat(options).hasSizeGreaterThan(2);
    assertThat(options)
        .allSatisfy(
            option -> {
              assertThat(manual).contains("\\fB" + option.replace("-", "\\-") + "\\fR");
              assertThat(completion).contains(option);
            });
    assertThat(directory.resolve("help/" + command + " --help")).hasContent(help);
  }

  @Test
  void manualPage_lines_haveNoUnescapedControlCharacters() {
    assertThat(page)
        .startsWith(".TH BRAZE-AUDIENCE 1 ")
        .contains(".SH NAME", ".SH EXIT STATUS", "130  Ctrl\\-C");
    assertThat(page.lines())
        .filteredOn(line -> line.startsWith(".") || line.startsWith("'"))
        .allSatisfy(line -> assertThat(line).matches("\\.(TH|SH|SS|PP|TP|B|nf|fi)( .*)?"));
    assertThat(page).doesNotContain("%n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "forward", "check", "retire", "rename", "show", "receive"})
  void completion_valueOfAnOption_isTakenByTheOption(String command) {
    for (OptionSpec option :
        Documents.program().getSubcommands().get(command).getCommandSpec().options()) {
      Iterable<String> values = option.completionCandidates();
      for (String value : values == null ? List.<String>of() : values) {
        CommandLineRun run = CommandLineRun.of(command, option.longestName(), value, "--version");
        assertThat(run.run().exitCode()).as(run.toString()).isZero();
      }
    }
    assertThat(completion)
        .contains("\"ndjson\" \"mparticle-firehose\"", "\"reject\" \"empty\" \"read-back\"");
  }
}
