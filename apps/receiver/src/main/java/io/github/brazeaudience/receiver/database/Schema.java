package io.github.brazeaudience.receiver.database;

import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.DatabasePopulator;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.datasource.init.ScriptException;

/** Creates the tables that only the receiver has, unless they exist. */
public final class Schema {
  /** The number of tables that the script creates. */
  private static final int TABLES = 2;

  private Schema() {}

  public static void create(DataSource dataSource) {
    createTables(
        dataSource,
        new ResourceDatabasePopulator(new ClassPathResource("receiver.sql", Schema.class)));
    insertProbe(JdbcClient.create(dataSource));
  }

  /**
   * Runs the script again if it fails, because PostgreSQL fails to create a table if another
   * receiver creates it at the same time. The table exists then, so each failure is of another one.
   */
  static void createTables(DataSource dataSource, DatabasePopulator script) {
    for (int failures = 0; ; failures++) {
      try {
        DatabasePopulatorUtils.execute(script, dataSource);
        return;
      } catch (ScriptException e) {
        if (failures == TABLES) {
          throw e;
        }
      }
    }
  }

  private static void insertProbe(JdbcClient jdbc) {
    try {
      jdbc.sql(
              "insert into braze_audience_receiver_probe (id, written_at)"
                  + " select 1, current_timestamp"
                  + " where not exists (select 1 from braze_audience_receiver_probe)")
          .update();
    } catch (DataAccessException e) {
      if (jdbc.sql("select id from braze_audience_receiver_probe")
          .query(Integer.class)
          .list()
          .isEmpty()) {
        throw e;
      }
    }
  }
}
