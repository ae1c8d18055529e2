package io.github.brazeaudience.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks links, commands and coordinates in the documentation against the repository. */
final class LinksAndCommandsTest {
  private static final Markdown README = Markdown.readme();
  private static final Pattern JAR = Pattern.compile("(\\S+)/target/(\\S+)\\.jar");
  private static final Pattern MODULES = Pattern.compile("-pl ([^\\s`]+)");

  @ParameterizedTest
  @MethodSource("io.github.brazeaudience.documentation.Markdown#pages")
  void links_toFilesAndHeadings_exist(Markdown page) {
    Path directory = page.file().resolveSibling(".");
    for (String link : page.links()) {
      if (link.startsWith("https://")) {
        continue;
      }
      String[] parts = link.split("#", 2);
      Path target = directory.resolve(parts[0]).normalize();
      assertThat(target).as("target of %s in %s", link, page).exists();
      if (parts.length == 2) {
        Markdown there =
            parts[0].isEmpty() ? page : Markdown.of(Markdown.ROOT.relativize(target).toString());
        assertThat(there.anchors()).as("headings for %s in %s", link, page).contains(parts[1]);
      }
    }
  }

  @Test
  void dependencies_inTheReadme_matchTheBuild() {
    String snippet = README.blocks("xml").get(0).text();
    assertThat(values(snippet, "groupId")).containsOnly("io.github.brazeaudience");
    assertThat(values(snippet, "version")).containsOnly(System.getProperty("project.version"));
    assertThat(values(snippet, "artifactId"))
        .containsExactly("braze-audience-okhttp", "braze-audience-testing")
        .allSatisfy(it -> assertThat(Markdown.ROOT.resolve(it).resolve("pom.xml")).exists());
    assertThat(text("docs/troubleshooting.md"))
        .contains("okio-jvm:" + System.getProperty("okio.version"));
  }

  @Test
  void commands_onAllPages_useModulesAndJarsOfTheBuild() {
    String commands =
        Markdown.pages().stream()
            .flatMap(page -> page.blocks("sh").stream())
            .map(Markdown.Block::text)
            .collect(Collectors.joining("\n"));
    List<String> modules = new ArrayList<>();
    MODULES
        .matcher(commands)
        .results()
        .forEach(found -> modules.addAll(List.of(found.group(1).split(","))));
    assertThat(modules)
        .contains("apps/cli")
        .allSatisfy(it -> assertThat(Markdown.ROOT.resolve(it).resolve("pom.xml")).exists());
    assertThat(JAR.matcher(commands).results().toList())
        .hasSizeGreaterThan(1)
        .allSatisfy(
            jar ->
                assertThat(text(jar.group(1) + "/pom.xml"))
                    .contains("<finalName>" + jar.group(2) + "</finalName>"));
  }

  @Test
  void modules_published_areInTheBomAndInTheBuildCommands() {
    Set<String> published = new TreeSet<>(values(text("pom.xml"), "module"));
    published.removeIf(it -> !it.startsWith("braze-audience-"));
    String bom =
        text("braze-audience-bom/pom.xml").replaceFirst("(?s).*<dependencyManagement>", "");
    Set<String> managed = new TreeSet<>(values(bom, "artifactId"));
    managed.removeIf(it -> !it.startsWith("braze-audience-"));
    managed.add("braze-audience-bom");
    assertThat(managed).isEqualTo(published);
    for (String page : List.of("README.md", "docs/releasing.md")) {
      assertThat(MODULES.matcher(text(page)).results().map(it -> it.group(1)))
          .as("modules in the commands of %s", page)
          .anySatisfy(
              it -> assertThat(it.split(",")).containsExactlyInAnyOrderElementsOf(published));
    }
  }

  @ParameterizedTest
  @CsvSource({"examples, Examples", "apps, Programs", "tests, Tests that span modules"})
  void modules_inFolder_areListedWithACommandOfTheBuild(String folder, String heading) {
    Markdown listed = Markdown.of(folder + "/README.md");
    List<String> modules = values(text(folder + "/pom.xml"), "module");
    assertThat(listed.links()).containsAll(modules);
    for (Markdown.Row row : listed.rows(heading)) {
      String command = Markdown.codes(row.cell(2)).get(0);
      Matcher module = MODULES.matcher(command);
      assertThat(module.find()).as("-pl in %s", command).isTrue();
      assertThat(row.cell(0))
          .isEqualTo("[%1$s](%1$s)".formatted(module.group(1).substring(folder.length() + 1)));
      JAR.matcher(command)
          .results()
          .forEach(
              jar ->
                  assertThat(text(jar.group(1) + "/pom.xml"))
                      .contains("<finalName>" + jar.group(2) + "</finalName>"));
      Pattern.compile("-Dtest=(\\w+)")
          .matcher(command)
          .results()
          .forEach(test -> assertThat(sources(module.group(1))).contains(test.group(1) + ".java"));
    }
  }

  private static List<String> sources(String module) {
    try (Stream<Path> files = Files.walk(Markdown.ROOT.resolve(module).resolve("src/test"))) {
      return files.map(it -> it.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new AssertionError("no tests in " + module, e);
    }
  }

  @Test
  void options_onThePage_areThoseOfTheCommands() {
    Set<String> options = new TreeSet<>(optionsIn("apps/options/src/main/java"));
    options.addAll(optionsIn("apps/cli/src/main/java"));
    assertThat(documentedOptions("docs/command-line.md")).containsExactlyElementsOf(options);
    assertThat(documentedOptions("docs/receiver.md"))
        .containsExactlyElementsOf(optionsIn("apps/receiver/src/main/java"));
  }

  @Test
  void commands_onThePage_areThoseOfTheProgram() {
    List<String> documented =
        Markdown.of("docs/command-line.md").rows("Command line").stream()
            .map(row -> Markdown.codes(row.cell(0)).get(0).replaceFirst(" .*", ""))
            .toList();
    String command = "@Command\\(\\s*name = \"([a-z]+)\"";
    Set<String> commands = new TreeSet<>(declared("apps/cli/src/main/java", command));
    commands.addAll(declared("apps/receiver/src/main/java", command));
    assertThat(documented).containsExactlyInAnyOrderElementsOf(commands);
  }

  private static Set<String> documentedOptions(String page) {
    Set<String> documented = new TreeSet<>();
    Markdown.of(page)
        .rows("Options")
        .forEach(row -> documented.addAll(Markdown.codes(row.cell(0))));
    return documented;
  }

  private static Set<String> optionsIn(String folder) {
    return declared(folder, "names = \"(--[a-z-]+)\"");
  }

  private static Set<String> declared(String folder, String pattern) {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Markdown.ROOT.resolve(folder))) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(
              file ->
                  Pattern.compile(pattern)
                      .matcher(String.join("\n", Markdown.lines(file)))
                      .results()
                      .forEach(match -> found.add(match.group(1))));
    } catch (IOException e) {
      throw new AssertionError("no sources in " + folder, e);
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "braze-audience-core",
        "braze-audience-jdbc",
        "braze-audience-micrometer",
        "braze-audience-mparticle",
        "braze-audience-okhttp",
        "braze-audience-store",
        "braze-audience-testing",
        "apps/options",
        "apps/cli",
        "apps/receiver"
      })
  void dependencies_atRunTime_areListedInTheDecisions(String module) {
    Set<String> listed = new TreeSet<>();
    Markdown.of("docs/decisions.md")
        .rows("Dependencies at run time")
        .forEach(row -> listed.addAll(Markdown.codes(row.cell(1))));
    List<String> dependencies =
        Pattern.compile("(?s)<dependency>(.*?)</dependency>")
            .matcher(withoutPlugins(text(module + "/pom.xml")))
            .results()
            .map(found -> found.group(1))
            .filter(it -> !it.contains("<scope>test</scope>"))
            .filter(it -> !it.contains("<groupId>io.github.brazeaudience</groupId>"))
            .map(it -> values(it, "groupId").get(0) + ":" + values(it, "artifactId").get(0))
            .toList();
    assertThat(dependencies).isNotEmpty().isSubsetOf(listed);
  }

  /** Removes plugins, whose dependencies are not run-time dependencies. */
  private static String withoutPlugins(String pom) {
    return pom.replaceAll("(?s)<profiles>.*</profiles>", "")
        .replaceAll("(?s)<build>.*?</build>", "");
  }

  private static List<String> values(String xml, String element) {
    return Pattern.compile("<%1$s>(.*?)</%1$s>".formatted(element))
        .matcher(xml)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static String text(String path) {
    return String.join("\n", Markdown.lines(Markdown.ROOT.resolve(path)));
  }
}
