package io.github.brazeaudience.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/** SQL dialect of a {@link JdbcMembershipStore} or a {@link JdbcOutbox}. */
public enum JdbcDialect {
  /** PostgreSQL 12 and later, with the driver {@code org.postgresql:postgresql}. */
  POSTGRESQL,
  /** H2 2.x in every compatibility mode, embedded or over a network. */
  H2;

  private static final int MIN_H2_VERSION = 2;
  private static final int MIN_POSTGRESQL_VERSION = 12;

  /**
   * Detects the dialect of a connection.
   *
   * @throws IllegalStateException if the database is not supported
   */
  static JdbcDialect of(Connection connection) throws SQLException {
    DatabaseMetaData database = connection.getMetaData();
    String product = database.getDatabaseProductName();
    int version = database.getDatabaseMajorVersion();
    if ("PostgreSQL".equals(product) && version >= MIN_POSTGRESQL_VERSION) {
      return POSTGRESQL;
    }
    if ("H2".equals(product) && version >= MIN_H2_VERSION) {
      return H2;
    }
    throw new IllegalStateException(
        ("the database %s %s is not supported by JdbcMembershipStore; use PostgreSQL %s or H2 %s or"
                + " later, or another MembershipStore")
            .formatted(
                product,
                database.getDatabaseProductVersion(),
                String.valueOf(MIN_POSTGRESQL_VERSION),
                String.valueOf(MIN_H2_VERSION)));
  }
}
