package io.github.brazeaudience.okhttp;

import java.net.URI;
import java.security.CodeSource;
import java.util.function.Supplier;
import okio.Okio;
import okio.Socket;

/**
 * Refuses a class path on which OkHttp cannot work. Maven picks versions by their place in the
 * tree, so that the okio of another library may stand in for the one that OkHttp was built with;
 * found out later, that looks like a network that fails.
 */
final class LinkCheck {
  private static final String NEEDED = "3.18.1";

  private static final String HIDDEN =
      ": on a module path com.squareup.okio:okio, a jar without classes that OkHttp brings, hides"
          + " okio-jvm, because both are the module okio. Exclude com.squareup.okio:okio in the POM"
          + " of the application from the dependency that brings it.";

  private LinkCheck() {}

  /**
   * Checks the libraries.
   *
   * @throws IllegalStateException if okio is too old
   */
  static void run() {
    // OkHttp 5 uses it, and older versions do not have it.
    if (!isThere(() -> Socket.class)) {
      throw new IllegalStateException(
          "OkHttp needs okio "
              + NEEDED
              + " or newer, but "
              + (isThere(() -> Okio.class) ? olderOne() : "none is found" + HIDDEN));
    }
  }

  /**
   * A literal is looked up when it is evaluated, without reflection, which native images restrict.
   */
  private static boolean isThere(Supplier<Class<?>> literal) {
    try {
      return literal.get() != null;
    } catch (NoClassDefFoundError e) {
      return false;
    }
  }

  private static String olderOne() {
    return "the class path has "
        + found()
        + ". Declare com.squareup.okio:okio-jvm:"
        + NEEDED
        + " in the POM of the application (in <dependencies>, or in"
        + " <dependencyManagement> above imported BOMs), or name braze-audience-okhttp"
        + " before the dependency that brings the older okio.";
  }

  private static String found() {
    CodeSource source = Okio.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return "an older one";
    }
    String path = URI.create(source.getLocation().toString()).getSchemeSpecificPart();
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
