package io.github.brazeaudience.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;

/** Rules of {@link ArchitectureTest} for any base package, which makes them testable. */
final class ArchitectureRules {
  /** Packages from top to bottom; dependencies point downwards only. */
  private static final List<String> TOP_DOWN =
      List.of(
          "",
          "internal.preflight",
          "internal.membership",
          "internal.processing",
          "internal.query",
          "internal.engine",
          "internal.wire",
          "internal.resilience",
          "membership",
          "payload",
          "transport",
          "event",
          "preflight",
          "outcome",
          "policy",
          "audience",
          "config",
          "internal");

  private ArchitectureRules() {}

  static ArchRule dependenciesPointDownOnly(String base) {
    return classes()
        .should(
            new ArchCondition<>("depend only on packages below their own in " + TOP_DOWN) {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                int level = level(base, type);
                if (level < 0) {
                  events.add(
                      SimpleConditionEvent.violated(
                          type, type.getName() + " is in no package of the design"));
                  return;
                }
                type.getDirectDependenciesFromSelf().stream()
                    .filter(
                        it ->
                            isOurs(base, it.getTargetClass())
                                && level(base, it.getTargetClass()) < level)
                    .forEach(
                        it -> events.add(SimpleConditionEvent.violated(it, it.getDescription())));
              }
            });
  }

  static ArchRule packagesHaveNoCycles(String base) {
    return slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                int level = isOurs(base, type) ? level(base, type) : 0;
                return level <= 0
                    ? SliceIdentifier.ignore()
                    : SliceIdentifier.of(TOP_DOWN.get(level));
              }

              @Override
              public String getDescription() {
                return "packages of " + base;
              }
            })
        .should()
        .beFreeOfCycles();
  }

  static ArchRule usesNothingBut(String... packages) {
    return classes()
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(packages).as("the JDK and core's libraries"));
  }

  static ArchRule hasNoMutableStaticState() {
    return fields().that().areStatic().should().beFinal();
  }

  static ArchRule neverSleeps() {
    return noClasses().should().callMethod(Thread.class, "sleep", long.class);
  }

  static ArchRule neverPrints() {
    return GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
  }

  private static boolean isOurs(String base, JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    return name.equals(base) || name.startsWith(base + ".");
  }

  /**
   * Returns the level of a package. A package below internal that is not listed has the level of
   * the public package of its name.
   */
  private static int level(String base, JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    if (name.equals(base)) {
      return 0;
    }
    String below = name.substring(base.length() + 1).replaceFirst("^((internal\\.)?[^.]+).*", "$1");
    int listed = TOP_DOWN.indexOf(below);
    return listed >= 0 ? listed : TOP_DOWN.indexOf(below.replaceFirst("^internal\\.", ""));
  }
}
