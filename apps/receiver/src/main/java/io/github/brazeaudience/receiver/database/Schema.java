package io.github.brazeaudience.receiver.database;

import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.datasource.init.ScriptException;

/** Creates the tables that only the receiver has, unless they exist. */
public final class Schema {
  private Schema() {}

  public static void create(DataSource dataSource) {
    ResourceDatabasePopulator script =
        new ResourceDatabasePopulator(new ClassPathResource("receiver.sql", Schema.class));
    try {
      script.execute(dataSource);
    } catch (ScriptException e) {
      // Another receiver may have created the same table at the same time.
      script.execute(dataSource);
    }
    insertProbe(JdbcClient.create(dataSource));
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
