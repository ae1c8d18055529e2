package io.github.brazeaudience.jdbc;

/**
 * Names of the tables of an outbox.
 *
 * @param updates the table of the updates; the other names start with its name
 */
record OutboxTables(TableName updates) {
  /** The name in the schema scripts. */
  static final TableName DEFAULT = new TableName(JdbcOutboxBuilder.DEFAULT_TABLE);

  OutboxTables {
    // The longest of the other names must be a name too.
    new TableName(updates.sql() + "_rejected");
  }

  /** Replaces {@code {updates}}, {@code {users}} and so on in a statement. */
  String in(String sql) {
    return sql.replace("{updates}", updates.sql())
        .replace("{users}", updates.sql() + "_user")
        .replace("{relays}", updates.sql() + "_relay")
        .replace("{rejected}", updates.sql() + "_rejected")
        .replace("{messages}", updates.sql() + "_message");
  }
}
