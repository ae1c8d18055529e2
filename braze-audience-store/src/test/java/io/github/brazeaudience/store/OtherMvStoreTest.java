package io.github.brazeaudience.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Class paths with another H2 before the store's MVStore. */
final class OtherMvStoreTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"1.4.200", "2.1.214"})
  void open_olderH2First_isRefusedWithWhatToDeclare(String version) throws Exception {
    Path file = directory.resolve("users.store");
    try (URLClassLoader application = classPath(version)) {
      assertThatExceptionOfType(InvocationTargetException.class)
          .isThrownBy(() -> oneUpdate(application).invoke(null, file))
          .havingCause()
          .isInstanceOf(IllegalStateException.class)
          .withMessageContainingAll(
              "needs H2's MVStore 2.2.220 or newer",
              "the class path has MVStore " + version,
              "h2-" + version + ".jar",
              "Declare com.h2database:h2:");
    }
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.2.220", "2.3.232"})
  void open_supportedH2First_isUsed(String version) throws Exception {
    Path file = directory.resolve("users.store");
    try (URLClassLoader application = classPath(version)) {
      assertThat(oneUpdate(application).invoke(null, file)).isEqualTo(History.after(60).size());
      assertThat(application.loadClass("org.h2.mvstore.MVStore").getProtectionDomain())
          .extracting(domain -> domain.getCodeSource().getLocation().getPath())
          .asString()
          .endsWith("h2-" + version + ".jar");
    }
    try (FileMembershipStore store = FileMembershipStore.open(file)) {
      assertThat(History.all(store)).isEqualTo(History.after(60));
    }
  }

  @Test
  void open_classPathOfThisBuild_isAccepted() {
    Path file = directory.resolve("users.store");
    assertThat(OneUpdate.run(file)).isEqualTo(History.after(60).size());
    assertThat(MvStoreCheck.found()).contains("MVStore 2.4.", "h2-mvstore-");
  }

  @Test
  void open_fileOfOlderH2_isRefused() throws Exception {
    Path file = directory.resolve("users.store");
    try (URLClassLoader application = classPath("2.1.214")) {
      Class<?> store = application.loadClass("org.h2.mvstore.MVStore");
      Object open = store.getMethod("open", String.class).invoke(null, file.toString());
      store.getMethod("close").invoke(open);
    }
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> FileMembershipStore.open(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was written with H2 2.1 or older (file format 2)");
    assertThat(file).hasBinaryContent(before);
  }

  private static Method oneUpdate(ClassLoader application) throws Exception {
    return application.loadClass(OneUpdate.class.getName()).getMethod("run", Path.class);
  }

  /** Loads the class path of this test after another H2, in a separate class loader. */
  private static URLClassLoader classPath(String version) throws Exception {
    Path h2 = Path.of(property("other.libraries"), "h2-" + version + ".jar");
    assertThat(Files.exists(h2)).as("%s exists", h2).isTrue();
    List<URL> urls = new ArrayList<>();
    urls.add(h2.toUri().toURL());
    for (String entry : property("java.class.path").split(File.pathSeparator, -1)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    assertThat(value).as("the system property %s, which the build sets", name).isNotNull();
    return value;
  }
}
