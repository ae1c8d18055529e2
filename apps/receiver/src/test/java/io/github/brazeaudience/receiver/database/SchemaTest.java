package io.github.brazeaudience.receiver.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.DatabasePopulator;
import org.springframework.jdbc.datasource.init.UncategorizedScriptException;

final class SchemaTest {
  private final JdbcDataSource dataSource = new JdbcDataSource();
  private final AtomicInteger executions = new AtomicInteger();

  SchemaTest() {
    dataSource.setURL("jdbc:h2:mem:");
  }

  private DatabasePopulator failing(int failures) {
    return connection -> {
      if (executions.incrementAndGet() <= failures) {
        throw new UncategorizedScriptException("failure " + executions);
      }
    };
  }

  @Test
  void createTables_otherReceiversCreateEachTableFirst_succeeds() throws Exception {
    String script =
        new String(
            new ClassPathResource("receiver.sql", Schema.class).getContentAsByteArray(),
            StandardCharsets.UTF_8);
    int tables = script.split("create table", -1).length - 1;

    Schema.createTables(dataSource, failing(tables));

    assertThat(executions).hasValue(tables + 1);
  }

  @Test
  void createTables_anotherFailure_isThrown() {
    assertThatThrownBy(() -> Schema.createTables(dataSource, failing(Integer.MAX_VALUE)))
        .isInstanceOf(UncategorizedScriptException.class)
        .hasMessage("failure 3");
  }
}
