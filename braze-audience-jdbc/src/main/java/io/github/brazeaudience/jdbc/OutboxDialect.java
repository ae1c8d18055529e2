package io.github.brazeaudience.jdbc;

/** The parts of the statements of an outbox in which PostgreSQL and H2 differ. */
enum OutboxDialect {
  /** Skips rows that another relay has locked, so relays take different users at the same time. */
  POSTGRESQL(
      "postgresql",
      "clock_timestamp()",
      "clock_timestamp() + ? * INTERVAL '1 millisecond'",
      "FOR KEY SHARE",
      " FOR UPDATE OF o SKIP LOCKED",
      " FOR UPDATE SKIP LOCKED",
      """
      INSERT INTO {messages} (message_id) VALUES (?) ON CONFLICT DO NOTHING
      """),
  /** Waits for rows that another relay has locked. Statements for every compatibility mode. */
  H2(
      "h2",
      "CURRENT_TIMESTAMP",
      "DATEADD(MILLISECOND, CAST(? AS BIGINT), CURRENT_TIMESTAMP)",
      "FOR UPDATE",
      "",
      " FOR UPDATE",
      """
      MERGE INTO {messages} present USING (SELECT CAST(? AS VARBINARY(1000)) AS id) added
      ON present.message_id = added.id
      WHEN NOT MATCHED THEN INSERT (message_id) VALUES (added.id)
      """);

  final String directory;

  /** The time of the database. */
  final String now;

  /** The time of the database and a number of milliseconds. */
  final String later;

  /** Locks a relay's own row against its deletion. */
  final String lockRelay;

  /** Locks the updates of a claim. */
  final String lockUpdates;

  /** Locks the rows of relays whose leases have expired. */
  final String lockExpired;

  /** Inserts the id of a message unless it exists. */
  final String insertMessage;

  OutboxDialect(
      String directory,
      String now,
      String later,
      String lockRelay,
      String lockUpdates,
      String lockExpired,
      String insertMessage) {
    this.directory = directory;
    this.now = now;
    this.later = later;
    this.lockRelay = lockRelay;
    this.lockUpdates = lockUpdates;
    this.lockExpired = lockExpired;
    this.insertMessage = insertMessage;
  }

  /**
   * Returns a condition for rows of users that is true for those that no other transaction has
   * locked. H2 waits for the others and evaluates the condition again, which it would not do with a
   * subquery.
   */
  String unlocked(String condition) {
    return switch (this) {
      case POSTGRESQL ->
          "user_hash IN (SELECT user_hash FROM {users} WHERE "
              + condition
              + " FOR UPDATE SKIP LOCKED)";
      case H2 -> condition;
    };
  }

  static OutboxDialect of(JdbcDialect dialect) {
    return switch (dialect) {
      case POSTGRESQL -> POSTGRESQL;
      case H2 -> H2;
    };
  }
}
