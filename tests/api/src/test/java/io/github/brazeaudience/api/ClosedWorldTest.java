package io.github.brazeaudience.api;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.github.brazeaudience.api.fixture.OpenWorld;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/**
 * Checks that the modules for production use need no native-image metadata: they use no reflection,
 * resources, services or serialization. The exception is the script of the database schema, for
 * which {@code braze-audience-jdbc} has the metadata. The Spring Boot starter is left to Spring.
 */
final class ClosedWorldTest {
  private static final String BASE = "io.github.brazeaudience";

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(
              at ->
                  !at.contains("braze-audience-testing")
                      && !at.contains("braze-audience-spring-boot-starter")
                      && !at.contains("/api/target/"))
          .importPackages(BASE);

  private static final ArchRule RULE =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(BASE + ".jdbc.SchemaScript")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.lang.reflect", "java.lang.invoke")
                  .or(assignableTo(ServiceLoader.class)))
          .orShould()
          .callMethodWhere(
              target(owner(type(Class.class)))
                  .and(
                      target(
                          nameMatching("forName|newInstance|get(Declared)?(Meth|Field|Constr).*"))))
          .orShould()
          .callMethodWhere(target(nameMatching("getResource.*|loadClass|writeReplace|readObject")));

  @Test
  void check_productionModules_needNoMetadata() {
    assertThat(PRODUCTION.contain(BASE + ".AudienceForwarder")).isTrue();
    assertThat(PRODUCTION.contain(BASE + ".okhttp.OkHttpBrazeTransport")).isTrue();
    RULE.check(PRODUCTION);
  }

  @Test
  void evaluate_classWithEveryViolation_reportsEach() {
    var report =
        RULE.evaluate(new ClassFileImporter().importClasses(OpenWorld.class))
            .getFailureReport()
            .toString();
    assertThat(report)
        .contains("Class.forName", "getDeclaredMethods", "getResourceAsStream", "ServiceLoader")
        .contains("java.lang.reflect.Method");
  }
}
