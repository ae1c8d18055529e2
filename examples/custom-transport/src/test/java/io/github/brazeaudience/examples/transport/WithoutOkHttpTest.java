package io.github.brazeaudience.examples.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.net.InetAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;

/** Runs the transport on its runtime class path, which has no OkHttp. */
class WithoutOkHttpTest {
  @Test
  void start_runtimeClassPathWithoutOkHttp_succeeds() throws Exception {
    List<URL> urls = new ArrayList<>();
    urls.add(Path.of(property("classes.directory")).toUri().toURL());
    urls.add(testClasses());
    String libraries = Files.readString(Path.of(property("runtime.class.path.file"))).strip();
    for (String library : libraries.split(File.pathSeparator, -1)) {
      urls.add(Path.of(library).toUri().toURL());
    }
    assertThat(urls).hasSizeGreaterThan(2).noneMatch(url -> url.getPath().contains("okhttp3"));

    try (MockWebServer server = new MockWebServer();
        URLClassLoader application =
            new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      server.start(InetAddress.getByName("localhost"), 0);
      server.enqueue(new MockResponse.Builder().code(201).build());
      String address = "http://localhost:" + server.getPort() + "/users/track";

      Object status =
          application
              .loadClass(PostOnce.class.getName())
              .getMethod("status", String.class)
              .invoke(null, address);

      assertThat(status).isEqualTo(201);
      assertThatExceptionOfType(ClassNotFoundException.class)
          .isThrownBy(() -> application.loadClass("okhttp3.OkHttpClient"));
    }
  }

  private static URL testClasses() {
    return PostOnce.class.getProtectionDomain().getCodeSource().getLocation();
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    assertThat(value).as("system property %s, set by the build", name).isNotNull();
    return value;
  }
}
