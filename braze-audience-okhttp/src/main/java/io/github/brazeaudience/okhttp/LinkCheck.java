package io.github.brazeaudience.okhttp;

import io.github.brazeaudience.internal.ClassPath;
import kotlin.KotlinVersion;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.TlsVersion;
import okio.Okio;
import okio.Socket;

/**
 * Check that OkHttp has a compatible okio on the class path. Maven picks versions by their position
 * in the tree, so another library can bring an older okio; without this check, the resulting errors
 * look like network failures.
 */
final class LinkCheck {
  private static final String OKIO = "3.18.1";
  private static final String KOTLIN = "2.1.21";

  private static final String HIDDEN =
      ": on a module path com.squareup.okio:okio, a jar without classes that OkHttp brings, hides"
          + " okio-jvm, because both are the module okio. Exclude com.squareup.okio:okio in the POM"
          + " of the application from the dependency that brings it.";

  private LinkCheck() {}

  /**
   * Checks the libraries.
   *
   * @throws IllegalStateException if one is missing or too old
   */
  static void run() {
    checkKotlin();
    checkOkio();
    try {
      // Older versions of Kotlin lack classes that their initializers need.
      Protocol.values();
      TlsVersion.values();
      OwnResources.plainClient();
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "OkHttp does not fit the libraries on the class path (%s), which has %s, %s and %s. %s"
              .formatted(
                  e,
                  ClassPath.jarOf(OkHttpClient.class),
                  ClassPath.jarOf(Okio.class),
                  ClassPath.jarOf(KotlinVersion.class),
                  ClassPath.declare("com.squareup.okhttp3:okhttp-jvm:5.5.1", "")),
          e);
    }
  }

  private static void checkKotlin() {
    if (!ClassPath.has(() -> KotlinVersion.class)) {
      throw new IllegalStateException(
          "OkHttp needs Kotlin 1.8.0 or newer, but none is found. "
              + ClassPath.declare("org.jetbrains.kotlin:kotlin-stdlib:" + KOTLIN, ""));
    }
    if (!KotlinVersion.CURRENT.isAtLeast(1, 8)) {
      throw new IllegalStateException(
          "OkHttp needs Kotlin 1.8.0 or newer, but the class path has %s (Kotlin %s). %s"
              .formatted(
                  ClassPath.jarOf(KotlinVersion.class),
                  KotlinVersion.CURRENT,
                  ClassPath.declare(
                      "org.jetbrains.kotlin:kotlin-stdlib:" + KOTLIN, "kotlin.version")));
    }
  }

  private static void checkOkio() {
    // OkHttp 5 uses okio.Socket, and older versions do not have it.
    boolean newer = ClassPath.has(() -> Socket.class);
    if (!ClassPath.has(() -> Okio.class)) {
      throw new IllegalStateException(needsOkio() + "none is found" + HIDDEN);
    }
    if (!newer || !ClassPath.together(Okio.class, Socket.class)) {
      throw new IllegalStateException(
          needsOkio()
              + "the class path has "
              + ClassPath.jarOf(Okio.class)
              + (newer ? " before " + ClassPath.jarOf(Socket.class) : "")
              + ". "
              + ClassPath.declare("com.squareup.okio:okio-jvm:" + OKIO, "")
              + ", or name braze-audience-okhttp before the dependency that brings the older okio.");
    }
  }

  private static String needsOkio() {
    return "OkHttp needs okio " + OKIO + " or newer, but ";
  }
}
