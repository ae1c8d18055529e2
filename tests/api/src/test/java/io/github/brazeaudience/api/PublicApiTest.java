package io.github.brazeaudience.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The public API of each published module is the accepted one and keeps to the rules. */
final class PublicApiTest {
  private static final Path ROOT = Path.of(System.getProperty("root"));
  private static final List<PublishedModule> MODULES = PublishedModule.ALL;
  private static final Pattern TYPE =
      Pattern.compile("^public .*?(?:class|interface|enum|record) ([^ ]+)");

  @ParameterizedTest
  @FieldSource("MODULES")
  void api_asCompiled_isTheAcceptedOne(PublishedModule module) throws IOException {
    String now = ApiText.of(module.api(ROOT));
    String accepted = module.accepted(ROOT);
    assertThat(now.equals(accepted))
        .as(
            "%s is as accepted; if the change is meant, run tests/api/refresh and commit what it wrote"
                + " (docs/versioning.md)%nadded:%s%nremoved:%s%n",
            module.name(), missing(accepted, now), missing(now, accepted))
        .isTrue();
  }

  @ParameterizedTest
  @FieldSource("MODULES")
  void publicClasses_ofEachModule_areFinalOrSealed(PublishedModule module) throws IOException {
    assertThat(ApiRules.openClasses(module.api(ROOT), module.extendable())).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("MODULES")
  void signatures_ofEachModule_nameNoTypeOfAnotherLibrary(PublishedModule module)
      throws IOException {
    Set<String> ours = new HashSet<>();
    for (PublishedModule it : MODULES) {
      ours.addAll(it.api(ROOT).exported());
    }
    assertThat(
            ApiRules.foreignTypes(
                module.api(ROOT),
                it ->
                    isOfTheJdk(it)
                        || ours.contains(it.getPackageName())
                        || module.shown().contains(it.getName())))
        .isEmpty();
  }

  @Test
  void modules_thatAreChecked_haveTypes() throws IOException {
    for (PublishedModule module : MODULES) {
      assertThat(module.api(ROOT).types()).as(module.name()).isNotEmpty();
    }
  }

  /** The lines that the second text has and the first has not; none if only an order changed. */
  private static String missing(String from, String in) {
    Set<String> known = new HashSet<>(withTypes(from));
    return withTypes(in).stream()
        .filter(it -> !known.contains(it))
        .map("%n  %s"::formatted)
        .collect(Collectors.joining());
  }

  /** Each line, a member's with the name of its type before it. */
  private static List<String> withTypes(String text) {
    List<String> lines = new ArrayList<>();
    String type = "";
    for (String line : text.lines().toList()) {
      Matcher header = TYPE.matcher(line);
      type = header.find() ? header.group(1) : type;
      lines.add(line.startsWith("  ") ? type + ": " + line.strip() : line);
    }
    return lines;
  }

  private static boolean isOfTheJdk(Class<?> type) {
    return type.getModule().isNamed() && type.getModule().getName().startsWith("java.");
  }
}
