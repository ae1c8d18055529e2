package io.github.brazeaudience.spring;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.jdbc.JdbcOutbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/**
 * Adds updates to the outbox in the current Spring transaction, for example in a method with
 * {@code @Transactional}: they are committed or rolled back with the application's own data.
 * Thread-safe.
 */
public final class AudienceOutbox {
  private final JdbcOutbox outbox;
  private final DataSource dataSource;

  AudienceOutbox(JdbcOutbox outbox, DataSource dataSource) {
    this.outbox = outbox;
    this.dataSource = dataSource;
  }

  /** Part of the outbox that needs a connection. */
  private interface Action {
    boolean run(Connection connection) throws SQLException;
  }

  /**
   * Adds updates.
   *
   * @param updates the updates; those of one user in the order in which they apply
   * @throws IllegalStateException if no transaction on the outbox's data source is active
   * @throws DataAccessException if the database fails; the transaction should be rolled back
   */
  public void add(Collection<? extends AudienceUpdate> updates) {
    run(
        connection -> {
          outbox.add(connection, updates);
          return true;
        });
  }

  /**
   * Adds the updates of a message, unless a message with this id was added within the retention.
   *
   * @param messageId the id of the message, unique among all messages of the outbox
   * @param updates the updates; those of one user in the order in which they apply
   * @return false if the message was added before; nothing is added then
   * @throws IllegalStateException if no transaction on the outbox's data source is active
   * @throws IllegalArgumentException if the id is empty or too long
   * @throws DataAccessException if the database fails; the transaction should be rolled back
   */
  public boolean addOnce(String messageId, Collection<? extends AudienceUpdate> updates) {
    return run(connection -> outbox.addOnce(connection, messageId, updates));
  }

  private boolean run(Action action) {
    Connection connection = DataSourceUtils.getConnection(dataSource);
    try {
      if (connection.getAutoCommit()) {
        throw new IllegalStateException(
            "no transaction on the data source of the outbox is active; call this in a method with"
                + " @Transactional, so that the updates are committed with your data");
      }
      return action.run(connection);
    } catch (SQLException e) {
      DataAccessException translated =
          new SQLStateSQLExceptionTranslator().translate("outbox", null, e);
      throw translated != null ? translated : new UncategorizedSQLException("outbox", null, e);
    } finally {
      DataSourceUtils.releaseConnection(connection, dataSource);
    }
  }
}
