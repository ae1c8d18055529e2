package io.github.brazeaudience.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A module whose API users compile against, and what is kept of it.
 *
 * @param name its directory, which is also its artifact id
 * @param extendable its classes that users extend on purpose
 * @param shown types of other libraries that its API shows on purpose
 */
record PublishedModule(String name, Set<String> extendable, Set<String> shown) {
  /** All of them. */
  static final List<PublishedModule> ALL =
      List.of(
          new PublishedModule("braze-audience-core", Set.of(), Set.of()),
          new PublishedModule("braze-audience-okhttp", Set.of(), Set.of("okhttp3.OkHttpClient")),
          new PublishedModule("braze-audience-mparticle", Set.of(), Set.of()),
          new PublishedModule("braze-audience-store", Set.of(), Set.of()),
          new PublishedModule(
              "braze-audience-testing",
              Set.of(
                  "io.github.brazeaudience.testing.BrazeTransportContract",
                  "io.github.brazeaudience.testing.MembershipStoreContract"),
              Set.of()));

  PublicApi api(Path root) throws IOException {
    return PublicApi.of(classes(root));
  }

  /** What the text of its API was when it was last accepted. */
  String accepted(Path root) throws IOException {
    return Files.readString(text(root), StandardCharsets.UTF_8);
  }

  /** Makes the API as it is now the accepted one. */
  void accept(Path root) throws IOException {
    Files.writeString(text(root), ApiText.of(api(root)), StandardCharsets.UTF_8);
  }

  private Path classes(Path root) {
    return root.resolve(name).resolve("target/classes");
  }

  private Path text(Path root) {
    return root.resolve("tests/api").resolve(name + ".txt");
  }
}
