package io.github.brazeaudience.receiver;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.brazeaudience.jdbc.JdbcOutbox;
import io.github.brazeaudience.options.UsageException;
import io.github.brazeaudience.receiver.database.DatabaseSettings;
import io.github.brazeaudience.receiver.database.DatabaseState;
import io.github.brazeaudience.receiver.database.Disk;
import io.github.brazeaudience.receiver.database.OutboxMessages;
import io.github.brazeaudience.receiver.database.RenameTable;
import io.github.brazeaudience.receiver.database.Schema;
import io.github.brazeaudience.receiver.status.BacklogMonitor;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.support.TransactionTemplate;

/** Beans of the database. */
@Configuration(proxyBeanMethods = false)
class DatabaseBeans {
  /** The time that a message waits for a connection, less than mParticle waits for a response. */
  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);

  private static final int CONNECTIONS = 16;
  private static final String FILE_IN_USE = "90020";

  @Bean
  InstantSource clock() {
    return InstantSource.system();
  }

  @Bean
  Disk disk(ReceiverSettings settings) {
    return settings.database().openDisk();
  }

  /** Lets no write wait for the disk when the process is to end. */
  record EndOfDisk(Disk disk) {
    @EventListener
    void closed(ContextClosedEvent event) {
      disk.giveUp();
    }
  }

  @Bean
  EndOfDisk endOfDisk(Disk disk) {
    return new EndOfDisk(disk);
  }

  @Bean
  HikariDataSource dataSource(ReceiverSettings settings, Disk disk) throws UsageException {
    DatabaseSettings database = settings.database();
    HikariConfig config = new HikariConfig();
    config.setPoolName("outbox");
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw unavailable(database, e);
    }
  }

  private static UsageException unavailable(DatabaseSettings database, RuntimeException e) {
    String state = "unknown";
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        state = sql.getSQLState();
      }
    }
    return new UsageException(
        state.equals(FILE_IN_USE)
            ? "the database " + database.place() + " is in use by another receiver; stop that first"
            : "could not open the database "
                + database.place()
                + " (SQLSTATE "
                + state
                + "); check --database, the user, the password and the network");
  }

  @Bean
  JdbcOutbox outbox(HikariDataSource dataSource, ReceiverSettings settings) {
    JdbcOutbox outbox = JdbcOutbox.builder(dataSource).identities(settings.config()).build();
    outbox.createSchema();
    Schema.create(dataSource);
    return outbox;
  }

  @Bean
  RenameTable renameTable(JdbcClient jdbc) {
    return new RenameTable(jdbc);
  }

  @Bean
  DatabaseState databaseState(ReceiverSettings settings, InstantSource clock, Notices notices) {
    return new DatabaseState(settings.database().place(), clock, notices);
  }

  @Bean
  BacklogMonitor backlogMonitor(JdbcOutbox outbox, ReceiverSettings settings) {
    return new BacklogMonitor(outbox, settings.maxBacklog());
  }

  @Bean
  OutboxMessages outboxMessages(
      TransactionTemplate transactions,
      JdbcTemplate jdbc,
      JdbcOutbox outbox,
      RenameTable renames,
      ReceiverSettings settings,
      Disk disk,
      DatabaseState state,
      BacklogMonitor backlog) {
    return new OutboxMessages(
        transactions,
        jdbc,
        outbox,
        renames,
        settings.database().isFile(),
        disk,
        state,
        backlog::isFull);
  }

  @Bean
  DatabaseTasks databaseTasks(OutboxMessages messages, BacklogMonitor backlog) {
    return new DatabaseTasks(messages, backlog);
  }

  /** What is done regularly with the database. */
  record DatabaseTasks(OutboxMessages messages, BacklogMonitor backlog) {
    @Scheduled(fixedDelayString = "PT10S", initialDelayString = "PT10S")
    void probe() {
      messages.probe();
    }

    @Scheduled(fixedDelayString = "PT1S")
    void checkDisk() {
      messages.checkDisk();
    }

    @Scheduled(fixedDelayString = "PT5S")
    void refresh() {
      backlog.refresh();
    }
  }
}
