package io.github.brazeaudience.api;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the API texts of all published modules; run by {@code tests/api/refresh}. */
public final class AcceptApi {
  private AcceptApi() {}

  /**
   * Writes the API texts.
   *
   * @param arguments the root of the project
   * @throws IOException if a module is not compiled or a file cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    for (PublishedModule module : PublishedModule.ALL) {
      module.accept(Path.of(arguments[0]));
    }
  }
}
