package io.github.brazeaudience.receiver;

import io.github.brazeaudience.jdbc.JdbcOutbox;
import io.github.brazeaudience.receiver.database.DatabaseState;
import io.github.brazeaudience.receiver.database.Disk;
import io.github.brazeaudience.receiver.database.OutboxMessages;
import io.github.brazeaudience.receiver.database.RenameTable;
import io.github.brazeaudience.receiver.database.Schema;
import io.github.brazeaudience.receiver.status.BacklogMonitor;
import io.github.brazeaudience.spring.AudienceOutbox;
import java.time.InstantSource;
import javax.sql.DataSource;
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
  @Bean
  InstantSource clock() {
    return InstantSource.system();
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
  RenameTable renameTable(JdbcClient jdbc, DataSource dataSource) {
    Schema.create(dataSource);
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
      AudienceOutbox outbox,
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

  /** Scheduled tasks of the database. */
  record DatabaseTasks(OutboxMessages messages, BacklogMonitor backlog) {
    @Scheduled(fixedDelayString = "PT10S", initialDelayString = "PT10S")
    void probe() {
      messages.probe();
    }

    @Scheduled(fixedDelayString = "PT1S")
    void checkDisk() {
      messages.checkDisk();
    }

    @Scheduled(fixedDelayString = "PT1S")
    void force() {
      messages.force();
    }

    @Scheduled(fixedDelayString = "PT5S")
    void refresh() {
      backlog.refresh();
    }
  }
}
