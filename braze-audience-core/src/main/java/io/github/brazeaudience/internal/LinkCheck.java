package io.github.brazeaudience.internal;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import okio.Buffer;

/** Checks that the versions of Moshi, okio and Kotlin on the class path are compatible. */
public final class LinkCheck {
  private LinkCheck() {}

  /**
   * Writes and reads a JSON value, or throws an {@link IllegalStateException} that names the jars
   * and what to declare.
   */
  public static void run() {
    try (Buffer buffer = new Buffer();
        JsonWriter writer = JsonWriter.of(buffer)) {
      writer.beginArray().value("é").endArray();
      JsonReader reader = JsonReader.of(buffer);
      reader.beginArray();
      reader.nextString();
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "the libraries that braze-audience-core needs are missing or do not fit together ("
              + e
              + "): the class path has "
              + jar("Moshi", () -> JsonReader.class)
              + ", "
              + jar("okio", () -> Buffer.class)
              + ", "
              + jar("Kotlin", () -> kotlin.Unit.class)
              + ". "
              + ClassPath.declare(
                  "com.squareup.moshi:moshi:1.15.2, com.squareup.okio:okio-jvm:3.18.1 and"
                      + " org.jetbrains.kotlin:kotlin-stdlib:2.1.21",
                  ""),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer in memory does not fail", e);
    }
  }

  private static String jar(String library, Supplier<Class<?>> literal) {
    return ClassPath.has(literal) ? ClassPath.jarOf(literal.get()) : "no " + library;
  }
}
