package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.internal.ClassPath;
import java.util.function.Supplier;
import kotlin.KotlinVersion;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.TrailersSource;
import okhttp3.tls.HeldCertificate;
import okio.Okio;
import okio.Socket;
import org.jspecify.annotations.Nullable;

/** Detects a class path with incompatible versions of the libraries of the servers. */
public final class LinkCheck {
  private static final String OKHTTP = "5.5.1";
  private static final String DECLARE =
      ClassPath.declare(
              "com.squareup.okhttp3:okhttp-jvm, okhttp, okhttp-tls and mockwebserver3 "
                  + OKHTTP
                  + ", com.squareup.okio:okio-jvm:3.18.1 and"
                  + " org.jetbrains.kotlin:kotlin-stdlib:2.1.21",
              "kotlin.version")
          + ", or name braze-audience-testing before the dependency that brings the older version.";

  private LinkCheck() {}

  /**
   * Checks the libraries that every server needs.
   *
   * @throws IllegalStateException if a library is missing or too old
   */
  public static void run() {
    requireTogether("OkHttp " + OKHTTP, () -> TrailersSource.class, () -> OkHttpClient.class);
    requireTogether("okio 3.18.1", () -> Socket.class, () -> Okio.class);
    orRefuse(
        () -> {
          // The initializer fails with older versions of Kotlin.
          Protocol.values();
          return new MockWebServer();
        });
  }

  /** Requires that a class that only recent versions contain is in the jar that is used. */
  private static void requireTogether(
      String needed, Supplier<Class<?>> newer, Supplier<Class<?>> used) {
    if (!ClassPath.has(used) || !ClassPath.has(newer)) {
      throw refusal(needed, null);
    }
    if (!ClassPath.together(newer.get(), used.get())) {
      throw refusal(needed, null);
    }
  }

  /**
   * Calls a library, and throws an exception with the versions on the class path if linking fails.
   */
  public static <T> T orRefuse(Supplier<T> made) {
    try {
      return made.get();
    } catch (LinkageError e) {
      throw refusal("libraries that fit together (" + e + ")", e);
    }
  }

  private static IllegalStateException refusal(String needed, @Nullable LinkageError cause) {
    return new IllegalStateException(
        "braze-audience-testing needs "
            + needed
            + ", but the class path has "
            + jar("OkHttp", () -> OkHttpClient.class)
            + ", "
            + jar("okhttp-tls", () -> HeldCertificate.class)
            + ", "
            + jar("mockwebserver3", () -> MockWebServer.class)
            + ", "
            + jar("okio", () -> Okio.class)
            + " and "
            + jar("Kotlin", () -> KotlinVersion.class)
            + ". "
            + DECLARE,
        cause);
  }

  private static String jar(String library, Supplier<Class<?>> literal) {
    return ClassPath.has(literal) ? ClassPath.jarOf(literal.get()) : "no " + library;
  }
}
