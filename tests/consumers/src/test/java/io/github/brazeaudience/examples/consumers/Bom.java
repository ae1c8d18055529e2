package io.github.brazeaudience.examples.consumers;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** BOM of a framework, which manages other versions of OkHttp, okio and Kotlin. */
enum Bom {
  SPRING_BOOT_2_7("org.springframework.boot:spring-boot-dependencies:2.7.18", false),
  SPRING_BOOT_3_0("org.springframework.boot:spring-boot-dependencies:3.0.13", false),
  SPRING_BOOT_3_1("org.springframework.boot:spring-boot-dependencies:3.1.12", true),
  SPRING_BOOT_3_2("org.springframework.boot:spring-boot-dependencies:3.2.12", true),
  SPRING_BOOT_3_3("org.springframework.boot:spring-boot-dependencies:3.3.13", true),
  SPRING_BOOT_3_4("org.springframework.boot:spring-boot-dependencies:3.4.10", true),
  SPRING_BOOT_3_5("org.springframework.boot:spring-boot-dependencies:3.5.6", true),
  SPRING_BOOT_4_0("org.springframework.boot:spring-boot-dependencies:4.0.0", true),
  SPRING_CLOUD_2023("org.springframework.cloud:spring-cloud-dependencies:2023.0.6", true),
  SPRING_CLOUD_2024("org.springframework.cloud:spring-cloud-dependencies:2024.0.2", true),
  SPRING_CLOUD_2025("org.springframework.cloud:spring-cloud-dependencies:2025.0.0", true),
  QUARKUS_2_16("io.quarkus.platform:quarkus-bom:2.16.12.Final", false),
  QUARKUS_3_8("io.quarkus.platform:quarkus-bom:3.8.6", true),
  QUARKUS_3_20("io.quarkus.platform:quarkus-bom:3.20.0", true),
  MICRONAUT_3("io.micronaut:micronaut-bom:3.10.4", false),
  MICRONAUT_4("io.micronaut.platform:micronaut-platform:4.7.6", true);

  private final String[] coordinates;
  private final boolean fits;

  Bom(String coordinates, boolean fits) {
    this.coordinates = coordinates.split(":", -1);
    this.fits = fits;
  }

  /** {@return the BOMs whose names match the property {@code boms}; {@code .*} selects all} */
  static List<Bom> selected() {
    Pattern names = Pattern.compile(System.getProperty("boms"));
    return Arrays.stream(values()).filter(it -> names.matcher(it.name()).matches()).toList();
  }

  /** {@return true if its versions work with ours; otherwise a message names the fix} */
  boolean fits() {
    return fits;
  }

  /** The POM of a consumer that imports it and names one of our modules. */
  String pom(String module, String version) {
    return """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>com.example</groupId>
          <artifactId>%s-%s</artifactId>
          <version>1</version>
          <dependencyManagement>
            <dependencies>
              <dependency>
                <groupId>%s</groupId>
                <artifactId>%s</artifactId>
                <version>%s</version>
                <type>pom</type>
                <scope>import</scope>
              </dependency>
            </dependencies>
          </dependencyManagement>
          <dependencies>
            <dependency>
              <groupId>io.github.brazeaudience</groupId>
              <artifactId>%s</artifactId>
              <version>%s</version>
            </dependency>
          </dependencies>
        </project>
        """
        .formatted(name(), module, coordinates[0], coordinates[1], coordinates[2], module, version);
  }
}
