package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JdbcDialectTest {
  @ParameterizedTest
  @CsvSource({"PostgreSQL, 12, POSTGRESQL", "PostgreSQL, 18, POSTGRESQL", "H2, 2, H2"})
  void of_supportedDatabase_returnsItsDialect(String product, int version, JdbcDialect expected)
      throws SQLException {
    assertThat(JdbcDialect.of(connection(product, version))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"MySQL, 9", "Oracle, 23", "H2, 1", "PostgreSQL, 11", "postgresql, 17"})
  void of_otherDatabase_namesItAndWhatToUse(String product, int version) {
    assertThatThrownBy(() -> JdbcDialect.of(connection(product, version)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the database %s %d.1 is not supported by JdbcMembershipStore; use PostgreSQL 12 or H2"
                + " 2 or later, or another MembershipStore",
            product, version);
  }

  @Test
  void of_h2InPostgresMode_returnsH2() throws SQLException {
    try (Connection connection = Databases.h2InMemory(";MODE=PostgreSQL").getConnection()) {
      assertThat(JdbcDialect.of(connection)).isEqualTo(JdbcDialect.H2);
    }
  }

  private static Connection connection(String product, int version) {
    DatabaseMetaData metaData =
        proxy(
            DatabaseMetaData.class,
            method ->
                switch (method) {
                  case "getDatabaseProductName" -> product;
                  case "getDatabaseMajorVersion" -> version;
                  case "getDatabaseProductVersion" -> version + ".1";
                  default -> throw new UnsupportedOperationException(method);
                });
    return proxy(Connection.class, method -> metaData);
  }

  private static <T> T proxy(Class<T> type, java.util.function.Function<String, Object> methods) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> methods.apply(method.getName())));
  }
}
