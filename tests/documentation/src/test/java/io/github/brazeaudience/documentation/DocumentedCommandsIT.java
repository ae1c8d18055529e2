package io.github.brazeaudience.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the documented commands with the jar of the build and compares their output. */
final class DocumentedCommandsIT {
  private static final Pattern DEMO = Pattern.compile("java -jar (\\S+) (demo)");
  private static final Pattern BAR = Pattern.compile("^ 100% \\[=+]");
  private static final String CONTINUATION = "    ";
  private static final int TERMINAL_WIDTH = 80;

  @Test
  @Timeout(600)
  void demo_commandOfTheReadme_printsTheDocumentedOutput()
      throws IOException, InterruptedException {
    Markdown readme = Markdown.readme();
    Markdown.Block commands =
        readme.blocks("sh").stream()
            .filter(block -> DEMO.matcher(block.text()).find())
            .findFirst()
            .orElseThrow();
    Matcher demo = DEMO.matcher(commands.text());
    assertThat(demo.find()).isTrue();
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-jar",
                    demo.group(1),
                    demo.group(2)))
            .directory(Markdown.ROOT.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(output.lines().toList()).containsSequence(readme.after(commands).text().split("\n"));
  }

  @Test
  @Timeout(600)
  void run_commandOfTheCommandLinePage_printsTheDocumentedOutput(@TempDir Path directory)
      throws IOException, InterruptedException {
    List<String> documented =
        Markdown.of("docs/command-line.md").blocks("console").get(0).text().lines().toList();
    Files.write(
        directory.resolve("users.ndjson"),
        List.of(
            "{\"identities\":{\"customer_id\":\"u-1\"},\"member_of\":[{\"id\":11036}]}",
            "{\"identities\":{\"email\":\"u2@example.com\"},\"member_of\":[{\"id\":11034}]}",
            "u-3,11034"));
    List<String> command = new ArrayList<>(List.of(documented.get(0).split(" ", -1)));
    assertThat(command.subList(0, 3)).containsExactly("$", "java", "-jar");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                Markdown.ROOT.resolve("apps/cli/target").resolve(command.get(3)).toString(),
                command.get(4),
                command.get(5),
                command.get(6))
            .directory(directory.toFile())
            .redirectOutput(directory.resolve(command.get(8)).toFile())
            .start();
    String output = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(output.lines().map(DocumentedCommandsIT::withoutSeconds))
        .containsExactlyElementsOf(
            unwrapped(documented.subList(1, documented.size())).stream()
                .map(DocumentedCommandsIT::withoutSeconds)
                .toList());
  }

  /** Joins lines that are wrapped at the width of the terminal, and drops the progress bar. */
  private static List<String> unwrapped(List<String> documented) {
    List<String> lines = new ArrayList<>();
    for (String line : documented) {
      assertThat(line).hasSizeLessThanOrEqualTo(TERMINAL_WIDTH);
      if (line.startsWith(CONTINUATION)) {
        lines.set(lines.size() - 1, lines.get(lines.size() - 1) + " " + line.strip());
      } else if (!BAR.matcher(line).find()) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static String withoutSeconds(String line) {
    return line.replaceFirst("in [0-9.]+ s", "in ... s");
  }
}
