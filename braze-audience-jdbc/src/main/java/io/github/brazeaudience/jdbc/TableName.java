package io.github.brazeaudience.jdbc;

import java.util.regex.Pattern;

/**
 * Name of the table, optionally with its schema. It becomes part of SQL statements without quotes,
 * so only letters, digits and underscores are allowed.
 */
record TableName(String sql) {
  /** The longest identifier of PostgreSQL, in bytes. */
  private static final int MAX_LENGTH = 63;

  private static final Pattern IDENTIFIER =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0," + (MAX_LENGTH - 1) + "}");

  /** The name in the schema scripts. */
  static final TableName DEFAULT = new TableName(JdbcMembershipStoreBuilder.DEFAULT_TABLE);

  TableName {
    String[] parts = sql.split("\\.", -1);
    for (String part : parts) {
      if (parts.length > 2 || !IDENTIFIER.matcher(part).matches()) {
        throw new IllegalArgumentException(
            ("the table \"%s\" is not a name of letters, digits and underscores of at most %s"
                    + " characters; use such a name, optionally after a schema and a dot")
                .formatted(sql, String.valueOf(MAX_LENGTH)));
      }
    }
  }

  /** Replaces a name in an SQL script, also where it is the start of a longer name. */
  String inScript(String script, TableName before) {
    return script.replace(before.sql, sql);
  }

  @Override
  public String toString() {
    return sql;
  }
}
