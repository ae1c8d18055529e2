package io.github.brazeaudience.okhttp;

import java.net.URI;
import java.security.CodeSource;
import okio.Okio;

/**
 * Refuses a class path on which OkHttp cannot work. Maven picks versions by their place in the
 * tree, so that the okio of another library may stand in for the one that OkHttp was built with;
 * found out later, that looks like a network that fails.
 */
final class LinkCheck {
  private static final String NEEDED = "3.18.1";

  /** A class of okio that OkHttp 5 uses and that older versions do not have. */
  private static final String PROBE = "okio.Socket";

  private LinkCheck() {}

  /**
   * Checks the libraries.
   *
   * @throws IllegalStateException if okio is too old
   */
  static void run() {
    try {
      Class.forName(PROBE, false, LinkCheck.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          ("OkHttp needs okio "
              + NEEDED
              + " or newer, but the class path has "
              + found()
              + ". Declare com.squareup.okio:okio-jvm:"
              + NEEDED
              + " in the POM of the application (in <dependencies>, or in"
              + " <dependencyManagement> above imported BOMs), or name braze-audience-okhttp"
              + " before the dependency that brings the older okio."),
          e);
    }
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
