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

/** Checks the public API of each published module against the accepted API and the rules. */
final class PublicApiTest {
  private static final Path ROOT = Path.of(System.getProperty("root"));
  private static final List<PublishedModule> MODULES = PublishedModule.ALL;
  private static final Pattern TYPE =
      Pattern.compile("^public .*?(?:class|interface|enum|record) ([^ ]+)");

  @ParameterizedTest
  @FieldSource("MODULES")
  void api_compiled_equalsAcceptedApi(PublishedModule module) throws IOException {
    String current = ApiText.of(module.api(ROOT));
    String accepted = module.accepted(ROOT);
    assertThat(current.equals(accepted))
        .as(
            "API of %s equals the accepted API; if the change is intended, run tests/api/refresh"
                + " and commit the files it writes (docs/versioning.md)%nadded:%s%nremoved:%s%n",
            module.name(), onlyInSecond(accepted, current), onlyInSecond(current, accepted))
        .isTrue();
  }

  @ParameterizedTest
  @FieldSource("MODULES")
  void openClasses_eachModule_areOnlyTheExtendableOnes(PublishedModule module) throws IOException {
    assertThat(ApiRules.openClasses(module.api(ROOT), module.extendable())).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("MODULES")
  void foreignTypes_eachModule_areOnlyTheAllowedOnes(PublishedModule module) throws IOException {
    Set<String> exported = new HashSet<>();
    for (PublishedModule it : MODULES) {
      exported.addAll(it.api(ROOT).exported());
    }
    assertThat(
            ApiRules.foreignTypes(
                module.api(ROOT),
                it ->
                    isJdkType(it)
                        || exported.contains(it.getPackageName())
                        || module.foreignTypes().contains(it.getName())))
        .isEmpty();
  }

  @Test
  void types_eachModule_areNotEmpty() throws IOException {
    for (PublishedModule module : MODULES) {
      assertThat(module.api(ROOT).types()).as(module.name()).isNotEmpty();
    }
  }

  /** Returns the lines that only the second text contains; none if only the order differs. */
  private static String onlyInSecond(String first, String second) {
    Set<String> known = new HashSet<>(withTypes(first));
    return withTypes(second).stream()
        .filter(it -> !known.contains(it))
        .map("%n  %s"::formatted)
        .collect(Collectors.joining());
  }

  /** Returns the lines, with the name of the type before each member. */
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

  private static boolean isJdkType(Class<?> type) {
    return type.getModule().isNamed() && type.getModule().getName().startsWith("java.");
  }
}
