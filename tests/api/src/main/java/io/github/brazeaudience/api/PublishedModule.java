package io.github.brazeaudience.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A published module and its accepted API.
 *
 * @param name the directory and artifact id
 * @param extendable the classes that users may extend
 * @param foreignTypes the types of other libraries that the API may contain
 */
record PublishedModule(String name, Set<String> extendable, Set<String> foreignTypes) {
  static final List<PublishedModule> ALL =
      List.of(
          new PublishedModule("braze-audience-core", Set.of(), Set.of()),
          new PublishedModule("braze-audience-okhttp", Set.of(), Set.of("okhttp3.OkHttpClient")),
          new PublishedModule("braze-audience-mparticle", Set.of(), Set.of()),
          new PublishedModule(
              "braze-audience-micrometer",
              Set.of(),
              Set.of(
                  "io.micrometer.core.instrument.MeterRegistry",
                  "io.micrometer.core.instrument.Tag")),
          new PublishedModule("braze-audience-store", Set.of(), Set.of()),
          new PublishedModule("braze-audience-jdbc", Set.of(), Set.of()),
          new PublishedModule(
              "braze-audience-spring-boot-starter",
              Set.of(),
              Set.of(
                  "org.springframework.boot.autoconfigure.service.connection.ConnectionDetails",
                  "org.springframework.context.SmartLifecycle")),
          new PublishedModule(
              "braze-audience-testing",
              Set.of(
                  "io.github.brazeaudience.testing.contract.BrazeTransportContract",
                  "io.github.brazeaudience.testing.contract.MembershipStoreContract",
                  "io.github.brazeaudience.testing.contract.SharedMembershipStoreContract"),
              Set.of()));

  PublicApi api(Path root) throws IOException {
    return PublicApi.of(classes(root));
  }

  /** Reads the text of the accepted API. */
  String accepted(Path root) throws IOException {
    return Files.readString(text(root), StandardCharsets.UTF_8);
  }

  /** Accepts the current API. */
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
