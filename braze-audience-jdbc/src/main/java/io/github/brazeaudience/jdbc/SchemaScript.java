package io.github.brazeaudience.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Script in the jar that creates tables. */
enum SchemaScript {
  /** The table of a {@link JdbcMembershipStore}. */
  MEMBERSHIP("/V1__membership.sql", TableName.DEFAULT),
  /** The tables of a {@link JdbcOutbox}. */
  OUTBOX("/V2__outbox.sql", OutboxTables.DEFAULT);

  /** Not a package name, so the scripts can be found on a module path too. */
  private static final String DIRECTORY = "/braze-audience-jdbc/schema/";

  private final String file;
  private final TableName tableInFile;

  SchemaScript(String file, TableName tableInFile) {
    this.file = file;
    this.tableInFile = tableInFile;
  }

  /** Runs the script with another name of the table. */
  void run(Connection connection, String dialect, TableName table, int timeoutSeconds)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(timeoutSeconds);
      for (String sql : statements(table.inScript(read(DIRECTORY + dialect + file), tableInFile))) {
        statement.execute(sql);
      }
    }
  }

  static List<String> statements(String script) {
    String code =
        script.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
    return Stream.of(code.split(";")).map(String::strip).filter(it -> !it.isEmpty()).toList();
  }

  private static String read(String resource) {
    try (InputStream in = SchemaScript.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            "the jar lacks %s; repackage the program with its resources".formatted(resource));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
