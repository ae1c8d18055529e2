package io.github.brazeaudience.cli;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.github.brazeaudience.jdbc.JdbcMembershipStore;
import io.github.brazeaudience.jdbc.JdbcStoreException;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.options.UsageException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for a membership store in a database, which {@code --store} names by its JDBC URL. */
final class DatabaseOptions {
  private static final String JDBC = "jdbc:";

  /** A forwarder uses one connection at a time; the other one replaces a broken connection. */
  private static final int MAX_CONNECTIONS = 2;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  @Option(
      names = "--store-user",
      paramLabel = "NAME",
      description = {
        "--store may also be a database that several processes use: jdbc:postgresql://HOST/DATABASE"
            + " or jdbc:h2:FILE. This is the user of the database."
      })
  @Nullable String user;

  @Option(
      names = "--store-password-env",
      paramLabel = "NAME",
      description = "With --store JDBC-URL: environment variable that holds the password.")
  @Nullable String passwordVariable;

  /** Returns true if a value of {@code --store} is the URL of a database. */
  static boolean isDatabase(@Nullable String store) {
    return store != null && store.toLowerCase(Locale.ROOT).startsWith(JDBC);
  }

  /** Refuses these options without a database. */
  void check(@Nullable String store) throws UsageException {
    if (!isDatabase(store) && (user != null || passwordVariable != null)) {
      throw new UsageException(
          "--store-user and --store-password-env belong to --store JDBC-URL; leave them out");
    }
  }

  /**
   * Connects.
   *
   * @param readOnly true to neither create the table nor lease users
   * @throws UsageException if the database cannot be used
   */
  MembershipStore open(String url, Map<String, String> environment, boolean readOnly)
      throws UsageException {
    HikariDataSource pool = connect(url, environment);
    try {
      JdbcMembershipStore store = JdbcMembershipStore.builder(pool).shared(!readOnly).build();
      if (readOnly) {
        store.page("", null, 1);
      } else {
        store.createSchema();
      }
      return new OwningStore(store, pool);
    } catch (JdbcStoreException | IllegalStateException e) {
      pool.close();
      throw new UsageException("--store: " + e.getMessage());
    }
  }

  private HikariDataSource connect(String url, Map<String, String> environment)
      throws UsageException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password(environment));
    config.setMaximumPoolSize(MAX_CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      throw new UsageException(
          "--store: could not connect to the database (%s); check the URL, the network and the user"
              .formatted(e.getCause() == null ? "unknown" : e.getCause().getMessage()));
    } catch (RuntimeException e) {
      throw new UsageException(
          "--store: no driver for this URL; write jdbc:postgresql://HOST/DATABASE or jdbc:h2:FILE");
    }
  }

  private @Nullable String password(Map<String, String> environment) throws UsageException {
    if (passwordVariable == null) {
      return null;
    }
    String password = environment.get(passwordVariable);
    if (password == null) {
      throw new UsageException(
          "the environment variable \"%s\" of --store-password-env is not set; export the password"
              .formatted(passwordVariable));
    }
    return password;
  }
}
