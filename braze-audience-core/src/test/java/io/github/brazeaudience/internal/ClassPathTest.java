package io.github.brazeaudience.internal;

import static org.assertj.core.api.Assertions.assertThat;

import okio.Buffer;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the names of jars in locations as class loaders report them. */
class ClassPathTest {
  @ParameterizedTest
  @CsvSource({
    "file:/m2/okio-jvm-3.7.0.jar, okio-jvm-3.7.0.jar",
    "jar:nested:/app/app.jar/!BOOT-INF/lib/okio-jvm-3.7.0.jar!/, okio-jvm-3.7.0.jar",
    "jar:file:/app/app.jar!/BOOT-INF/lib/okio-jvm-3.7.0.jar!/, okio-jvm-3.7.0.jar",
    "vfs:/content/app.war/WEB-INF/lib/okio-jvm-3.7.0.jar/, okio-jvm-3.7.0.jar",
    "file:/app/all.jar, all.jar",
    "file:/app/classes/, classes",
    "jrt:/okio, okio",
  })
  void nameIn_location_isTheInnermostJar(String location, String name) {
    assertThat(ClassPath.nameIn(location)).isEqualTo(name);
  }

  @Test
  void jarOf_classOfALibrary_isItsJar() {
    assertThat(ClassPath.jarOf(Okio.class)).matches("okio-jvm-[0-9.]+[.]jar");
    assertThat(ClassPath.jarOf(String.class)).isEqualTo("an unknown jar");
  }

  @Test
  void together_classesOfOneAndOfTwoJars_isTrueForOneJar() {
    assertThat(ClassPath.together(Okio.class, Buffer.class)).isTrue();
    assertThat(ClassPath.together(Okio.class, kotlin.Unit.class)).isFalse();
  }

  @Test
  void has_missingClass_isFalse() {
    assertThat(ClassPath.has(() -> Okio.class)).isTrue();
    assertThat(
            ClassPath.has(
                () -> {
                  throw new NoClassDefFoundError("okio/Socket");
                }))
        .isFalse();
  }
}
