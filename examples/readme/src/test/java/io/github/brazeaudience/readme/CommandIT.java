package io.github.brazeaudience.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command for the main job runs on the jar that the build made, and prints what is shown. */
final class CommandIT {
  private static final Pattern DEMO = Pattern.compile("java -jar (\\S+) (--demo)");

  @Test
  @Timeout(120)
  void demo_asInTheReadme_printsWhatIsShownBelowIt() throws IOException, InterruptedException {
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
}
