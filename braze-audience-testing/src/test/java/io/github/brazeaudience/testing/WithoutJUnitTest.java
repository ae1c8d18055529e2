package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.squareup.moshi.JsonReader;
import io.github.brazeaudience.config.BrazeEndpoints;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.stream.Stream;
import kotlin.Unit;
import mockwebserver3.MockWebServer;
import okhttp3.Headers;
import okio.Buffer;
import org.junit.jupiter.api.Test;

/** Runs FakeBraze with only its own dependencies on the class path. */
class WithoutJUnitTest {
  private static URLClassLoader loader() {
    URL[] needed =
        Stream.of(
                FakeBraze.class,
                BrazeEndpoints.class,
                MockWebServer.class,
                Headers.class,
                Buffer.class,
                JsonReader.class,
                Unit.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
            .toArray(URL[]::new);
    return new URLClassLoader(needed, ClassLoader.getPlatformClassLoader());
  }

  @Test
  void fakeBraze_noJUnitOnClassPath_starts() throws Exception {
    try (URLClassLoader loader = loader()) {
      assertThatThrownBy(() -> loader.loadClass("org.junit.jupiter.api.Test"))
          .isInstanceOf(ClassNotFoundException.class);
      Class<?> type = loader.loadClass(FakeBraze.class.getName());
      assertThat(type).isNotSameAs(FakeBraze.class);

      try (AutoCloseable braze = (AutoCloseable) type.getMethod("start").invoke(null)) {
        int port = (int) type.getMethod("port").invoke(braze);
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/users/track"))
                .header("Authorization", "Bearer fake-braze-rest-api-key")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"attributes\":[{\"external_id\":\"u\"}]}"))
                .build();

        int status =
            HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();

        assertThat(status).isEqualTo(201);
        Object profile = type.getMethod("profile", String.class).invoke(braze, "u");
        assertThat(((Optional<?>) profile).isPresent()).isTrue();
      }
    }
  }
}
