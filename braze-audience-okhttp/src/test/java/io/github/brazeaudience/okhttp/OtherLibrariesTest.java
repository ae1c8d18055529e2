package io.github.brazeaudience.okhttp;

import static io.github.brazeaudience.okhttp.Requests.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

/** Class paths with other versions of our dependencies. */
class OtherLibrariesTest {
  @Test
  void create_olderOkio_throwsWithTheFix() throws Exception {
    try (URLClassLoader application = classPath("okio-jvm", Path.of(property("other.okio")))) {
      assertThatRefusal(application)
          .withMessageContainingAll(
              "okio 3.18.1 or newer",
              "the class path has okio-jvm-3.7.0.jar",
              "Declare com.squareup.okio:okio-jvm:3.18.1");
    }
  }

  @Test
  void create_olderOkioBeforeOurs_namesBothJars() throws Exception {
    try (URLClassLoader application = classPath("none", Path.of(property("other.okio")))) {
      assertThatRefusal(application)
          .withMessageContaining(
              "the class path has okio-jvm-3.7.0.jar before okio-jvm-3.18.1.jar");
    }
  }

  @Test
  void create_olderKotlin_throwsWithTheFix() throws Exception {
    try (URLClassLoader application =
        classPath("kotlin-stdlib", Path.of(property("other.kotlin")))) {
      assertThatRefusal(application)
          .withMessageContainingAll(
              "Kotlin 1.8.0 or newer",
              "the class path has kotlin-stdlib-1.7.22.jar (Kotlin 1.7.22)",
              "Declare org.jetbrains.kotlin:kotlin-stdlib:2.1.21",
              "kotlin.version");
    }
  }

  private static ThrowableAssertAlternative<?> assertThatRefusal(URLClassLoader application)
      throws Exception {
    Class<?> transport = application.loadClass(OkHttpBrazeTransport.class.getName());
    return assertThatExceptionOfType(InvocationTargetException.class)
        .isThrownBy(() -> transport.getMethod("create").invoke(null))
        .havingCause()
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void start_okHttp4BeforeOurs_works() throws Exception {
    Path okHttp4 = Path.of(property("other.okhttp"));
    try (MockWebServer server = started(new MockWebServer());
        URLClassLoader application = classPath("okhttp-jvm", okHttp4)) {
      server.enqueue(new MockResponse.Builder().code(201).body("{}").build());
      Class<?> exchange = application.loadClass(OneExchange.class.getName());

      Object status =
          exchange
              .getMethod("status", String.class)
              .invoke(null, Requests.to(server).uri().toString());

      assertThat(status).isEqualTo(201);
      assertThat(application.loadClass("okhttp3.OkHttpClient").getProtectionDomain())
          .extracting(domain -> domain.getCodeSource().getLocation().getPath())
          .asString()
          .endsWith("okhttp-4.12.0.jar");
      assertThat(server.takeRequest().getBody()).isNotNull();
    }
  }

  @Test
  void run_classPathOfThisBuild_passes() {
    LinkCheck.run();
  }

  /**
   * The class path of this test, with one library exchanged for another, and nothing shared with
   * this test.
   */
  private static URLClassLoader classPath(String library, Path replacement) throws Exception {
    assertThat(Files.exists(replacement)).as("%s exists", replacement).isTrue();
    List<URL> urls = new ArrayList<>();
    urls.add(replacement.toUri().toURL());
    for (String entry : property("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (!String.valueOf(path.getFileName()).startsWith(library)) {
        urls.add(path.toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    assertThat(value).as("the system property %s, which the build sets", name).isNotNull();
    return value;
  }
}
