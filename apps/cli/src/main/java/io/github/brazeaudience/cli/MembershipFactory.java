package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.input.FileName;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.store.FileMembershipStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Opens what a run remembers of users. */
final class MembershipFactory {
  private final Options options;
  private final BrazeAudienceConfig config;

  MembershipFactory(Options options, BrazeAudienceConfig config) {
    this.options = options;
    this.config = config;
  }

  /** Opens the file of {@code --store}, if it is given; a dry run leaves it as it is. */
  @Nullable Membership open() throws UsageException {
    if (options.store == null) {
      return null;
    }
    Path file = file(options.store);
    if (options.retire != null && isMissing(file)) {
      throw new UsageException(
          "--store: there is nothing in \"%s\", or no such file; name the file of earlier runs"
              .formatted(options.store));
    }
    MembershipPolicy policy = MembershipPolicy.defaults().withSendEverything(options.full);
    if (options.unknownUsers != null) {
      policy = policy.withUnknownUsers(options.unknownUsers);
    }
    try {
      return options.dryRun
          ? overlay(file, policy)
          : new Membership(FileMembershipStore.open(file), policy);
    } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
      throw new UsageException("--store: " + e.getMessage());
    } catch (IOException e) {
      throw new UsageException(
          "--store: a dry run needs room for a temporary file (%s)".formatted(e.getMessage()));
    }
  }

  /**
   * The path of a store.
   *
   * @throws UsageException if the system has no such name
   */
  static Path file(String name) throws UsageException {
    try {
      return FileName.toPath(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--store: " + e.getMessage());
    }
  }

  private static boolean isMissing(Path file) throws UsageException {
    try {
      return Files.notExists(file) || Files.size(file) == 0;
    } catch (IOException e) {
      throw new UsageException(
          "--store: \"%s\" cannot be read (%s)".formatted(file, e.getMessage()));
    }
  }

  private Membership overlay(Path file, MembershipPolicy policy)
      throws IOException, UsageException {
    if (isMissing(file)) {
      return new Membership(
          new OverlayMembershipStore(InMemoryMembershipStore.create(), temporary()), policy);
    }
    FileMembershipStore below = FileMembershipStore.builder(file).readOnly(true).open();
    try {
      MembershipPolicy inNamespace =
          ConfigurationFactory.hasKey(config) ? policy : withOnlyNamespace(policy, below);
      return new Membership(new OverlayMembershipStore(below, temporary()), inNamespace);
    } catch (IOException | UsageException | RuntimeException e) {
      below.close();
      throw e;
    }
  }

  /** Without a key the file has to tell which one is meant. */
  private MembershipPolicy withOnlyNamespace(MembershipPolicy policy, FileMembershipStore store)
      throws UsageException {
    String endpoint = config.endpoints().rest() + "/";
    List<String> namespaces =
        store.namespaces().stream().filter(name -> name.startsWith(endpoint)).toList();
    if (namespaces.size() > 1) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--store was used with %d keys for %s; a dry run has to know which one is meant: export %s",
              namespaces.size(),
              config.endpoints().rest(),
              options.restApiKeyEnv));
    }
    return namespaces.isEmpty() ? policy : policy.withNamespace(namespaces.get(0));
  }

  private static MembershipStore temporary() throws IOException {
    return new TemporaryMembershipStore(Files.createTempFile("braze-audience-dry-run", ".store"));
  }
}
