package io.github.brazeaudience.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests the dependency rules of the packages of core. Each rule is also shown to fail on the
 * classes of {@code fixture}.
 */
final class ArchitectureTest {
  private static final String BASE = "io.github.brazeaudience";
  private static final String FIXTURE = BASE + ".architecture.fixture";
  private static final String[] LIBRARIES = {
    "java..", "org.jspecify.annotations", "com.squareup.moshi", "okio", "kotlin.."
  };

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(BASE);
  private static final JavaClasses BAD = new ClassFileImporter().importPackages(FIXTURE);

  static Stream<Arguments> rules() {
    return Stream.of(
        rule(
            "down only",
            ArchitectureRules.dependenciesPointDownOnly(BASE),
            ArchitectureRules.dependenciesPointDownOnly(FIXTURE),
            "Low.high"),
        rule(
            "in the design",
            ArchitectureRules.dependenciesPointDownOnly(BASE),
            ArchitectureRules.dependenciesPointDownOnly(FIXTURE),
            "Stray is in no package"),
        rule(
            "no cycles",
            ArchitectureRules.packagesHaveNoCycles(BASE),
            ArchitectureRules.packagesHaveNoCycles(FIXTURE),
            "Cycle detected"),
        rule(
            "no other library",
            ArchitectureRules.usesNothingBut(with(BASE + "..")),
            ArchitectureRules.usesNothingBut(with(FIXTURE + "..")),
            "org.assertj"),
        rule(
            "no static state",
            ArchitectureRules.hasNoMutableStaticState(),
            ArchitectureRules.hasNoMutableStaticState(),
            "Stray.count"),
        rule(
            "no sleep",
            ArchitectureRules.neverSleeps(),
            ArchitectureRules.neverSleeps(),
            "Thread.sleep"),
        rule(
            "no print",
            ArchitectureRules.neverPrints(),
            ArchitectureRules.neverPrints(),
            "System.out"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void core_eachRule_holds(Rule rule) {
    rule.core().check(CORE);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void fixture_violatesTheRule_isReported(Rule rule) {
    assertThatThrownBy(() -> rule.fixture().check(BAD))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(rule.finding());
  }

  @Test
  void import_core_findsItsClasses() {
    assertThat(CORE.contain(BASE + ".config.BrazeAudienceConfig")).isTrue();
  }

  private record Rule(ArchRule core, ArchRule fixture, String finding) {}

  private static Arguments rule(String name, ArchRule core, ArchRule fixture, String finding) {
    return Arguments.of(Named.of(name, new Rule(core, fixture, finding)));
  }

  private static String[] with(String own) {
    return Stream.concat(Stream.of(own), Stream.of(LIBRARIES)).toArray(String[]::new);
  }
}
