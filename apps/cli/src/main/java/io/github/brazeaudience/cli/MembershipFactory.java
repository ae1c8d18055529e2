package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.input.FileName;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.options.ConnectionOptions;
import io.github.brazeaudience.options.Membership;
import io.github.brazeaudience.options.StoreOptions;
import io.github.brazeaudience.options.UsageException;
import io.github.brazeaudience.store.FileMembershipStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens the membership store of a run. */
final class MembershipFactory {
  private final StoreOptions store;
  private final DatabaseOptions database;
  private final Map<String, String> environment;
  private final ConnectionOptions connection;
  private final boolean dryRun;
  private final MembershipPolicy policy;
  private final BrazeAudienceConfig config;
  private final boolean mustExist;

  /**
   * Opens nothing yet.
   *
   * @param environment has the password of a database
   * @param dryRun true to leave the store as it is
   * @param mustExist true if the run makes no sense with an empty store
   */
  MembershipFactory(
      StoreOptions store,
      DatabaseOptions database,
      Map<String, String> environment,
      ConnectionOptions connection,
      boolean dryRun,
      MembershipPolicy policy,
      BrazeAudienceConfig config,
      boolean mustExist) {
    this.store = store;
    this.database = database;
    this.environment = environment;
    this.connection = connection;
    this.dryRun = dryRun;
    this.policy = policy;
    this.config = config;
    this.mustExist = mustExist;
  }

  /** The file of {@code --store}, or null if there is none. */
  @Nullable Path path() throws UsageException {
    String name = store.file();
    return name == null || DatabaseOptions.isDatabase(name) ? null : file(name);
  }

  /** Opens the store of {@code --store}, if it is given; a dry run does not change it. */
  @Nullable Membership open() throws UsageException {
    String name = store.file();
    database.check(name);
    if (name != null && DatabaseOptions.isDatabase(name)) {
      return openDatabase(name);
    }
    Path file = path();
    if (file == null) {
      return null;
    }
    if (mustExist && isMissing(file)) {
      throw new UsageException(
          "--store: \"%s\" is empty or does not exist; name the file of earlier runs"
              .formatted(file));
    }
    try {
      return dryRun ? overlay(file) : new Membership(FileMembershipStore.open(file), policy);
    } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
      throw new UsageException("--store: " + e.getMessage());
    } catch (IOException e) {
      throw noTemporaryFile(e);
    }
  }

  private Membership openDatabase(String url) throws UsageException {
    if (dryRun && !Configurations.hasKey(config)) {
      throw new UsageException(
          "--store: the key selects the records of a database; export " + connection.keyVariable());
    }
    MembershipStore below = database.open(url, environment, dryRun);
    if (!dryRun) {
      return new Membership(below, policy);
    }
    try {
      return new Membership(new OverlayMembershipStore(below, temporary()), policy);
    } catch (IOException e) {
      below.close();
      throw noTemporaryFile(e);
    }
  }

  private static UsageException noTemporaryFile(IOException e) {
    return new UsageException(
        "--store: a dry run needs a temporary file (%s); free space".formatted(e.getMessage()));
  }

  private static Path file(String name) throws UsageException {
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

  private Membership overlay(Path file) throws IOException, UsageException {
    if (isMissing(file)) {
      return new Membership(
          new OverlayMembershipStore(InMemoryMembershipStore.create(), temporary()), policy);
    }
    FileMembershipStore below = FileMembershipStore.builder(file).readOnly(true).open();
    try {
      MembershipPolicy inNamespace =
          Configurations.hasKey(config) ? policy : withOnlyNamespace(below);
      return new Membership(new OverlayMembershipStore(below, temporary()), inNamespace);
    } catch (IOException | UsageException | RuntimeException e) {
      below.close();
      throw e;
    }
  }

  /** Without a key, uses the only key that was used with the endpoint. */
  private MembershipPolicy withOnlyNamespace(FileMembershipStore file) throws UsageException {
    String endpoint = config.endpoints().rest() + "/";
    List<String> namespaces =
        file.namespaces().stream().filter(name -> name.startsWith(endpoint)).toList();
    if (namespaces.size() > 1) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--store was used with %d keys for %s; to select one, export %s",
              namespaces.size(),
              config.endpoints().rest(),
              connection.keyVariable()));
    }
    return namespaces.isEmpty() ? policy : policy.withNamespace(namespaces.get(0));
  }

  /** {@return a store in a file that is deleted on close, which keeps memory constant} */
  private static MembershipStore temporary() throws IOException {
    Path file = Files.createTempFile("braze-audience-dry-run", ".store");
    return new OwningStore(FileMembershipStore.open(file), () -> Files.deleteIfExists(file));
  }
}
