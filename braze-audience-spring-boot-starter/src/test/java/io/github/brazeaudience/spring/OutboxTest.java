package io.github.brazeaudience.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.jdbc.JdbcOutbox;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;

final class OutboxTest {
  private static final List<MembershipSnapshot> UPDATE =
      List.of(MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11034)));

  private final FakeBraze braze = FakeBraze.start();
  private final DataSource database = database();
  private final ApplicationContextRunner runner =
      Contexts.connectedTo(braze)
          .withBean(DataSource.class, () -> database)
          .withPropertyValues(
              "braze.audience.outbox.enabled=true",
              "braze.audience.outbox.relay.poll-interval=20ms");
  private final ApplicationContextRunner withoutRelay =
      runner.withPropertyValues("braze.audience.outbox.relay.enabled=false");
  private final TransactionTemplate transaction =
      new TransactionTemplate(new DataSourceTransactionManager(database));

  @AfterEach
  void stop() {
    braze.close();
  }

  private static DataSource database() {
    var database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:" + System.nanoTime() + ";DB_CLOSE_DELAY=-1");
    return database;
  }

  @Test
  void start_disabled_createsNoOutbox() {
    runner
        .withPropertyValues("braze.audience.outbox.enabled=false")
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(JdbcOutbox.class)
                    .doesNotHaveBean(AudienceOutbox.class)
                    .doesNotHaveBean(OutboxRelayLifecycle.class));
  }

  @Test
  void add_committed_isForwardedAndCounted() {
    var registry = new SimpleMeterRegistry();
    runner
        .withBean(MeterRegistry.class, () -> registry)
        .run(
            context -> {
              transaction.executeWithoutResult(
                  status -> context.getBean(AudienceOutbox.class).add(UPDATE));
              assertThat(braze.awaitRequests(1, Duration.ofSeconds(20))).isTrue();
              context.close();
              assertThat(braze.profile("u-1")).isPresent();
              assertThat(registry.get("braze.audience.updates").counter().count()).isEqualTo(1);
            });
  }

  @Test
  void start_registry_hasGaugesOfTheOutboxUntilTheContextCloses() {
    var registry = new SimpleMeterRegistry();
    withoutRelay
        .withBean(MeterRegistry.class, () -> registry)
        .run(
            context -> {
              transaction.executeWithoutResult(
                  status -> context.getBean(AudienceOutbox.class).add(UPDATE));
              assertThat(
                      registry
                          .get("braze.audience.outbox.backlog")
                          .tag("forwarder", "default")
                          .gauge()
                          .value())
                  .isEqualTo(1);
            });
    assertThat(registry.find("braze.audience.outbox.backlog").gauge()).isNull();
  }

  @Test
  void add_rolledBack_isNotForwarded() {
    withoutRelay.run(
        context -> {
          transaction.executeWithoutResult(
              status -> {
                context.getBean(AudienceOutbox.class).add(UPDATE);
                status.setRollbackOnly();
              });
          assertThat(context.getBean(JdbcOutbox.class).status().backlog()).isZero();
        });
  }

  @Test
  void add_noTransaction_isRefused() {
    withoutRelay.run(
        context -> {
          assertThatThrownBy(() -> context.getBean(AudienceOutbox.class).add(UPDATE))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("@Transactional");
          assertThat(context.getBean(JdbcOutbox.class).status().backlog()).isZero();
        });
  }

  @Test
  void add_transactionOfAnotherDatabase_isRefused() {
    var other = new TransactionTemplate(new DataSourceTransactionManager(database()));
    withoutRelay.run(
        context ->
            assertThatThrownBy(
                    () ->
                        other.executeWithoutResult(
                            status -> context.getBean(AudienceOutbox.class).add(UPDATE)))
                .isInstanceOf(IllegalStateException.class));
  }

  @Test
  void addOnce_sameMessage_isAddedOnce() {
    withoutRelay.run(
        context -> {
          var outbox = context.getBean(AudienceOutbox.class);
          TransactionCallback<Boolean> add = status -> outbox.addOnce("m-1", UPDATE);
          assertThat(transaction.execute(add)).isTrue();
          assertThat(transaction.execute(add)).isFalse();
          assertThat(context.getBean(JdbcOutbox.class).status().backlog()).isEqualTo(1);
        });
  }

  @Test
  void start_tableAndNoSchema_createsNoTables() {
    withoutRelay
        .withPropertyValues("braze.audience.outbox.create-schema=false")
        .run(context -> assertThat(tables()).isEmpty());
    withoutRelay
        .withPropertyValues("braze.audience.outbox.table=messages")
        .run(context -> assertThat(tables()).contains("MESSAGES"));
  }

  private List<String> tables() {
    return new JdbcTemplate(database)
        .queryForList(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'PUBLIC'",
            String.class);
  }

  @Test
  @Timeout(120)
  void lastFailure_brazeIsAway_isThereBeforeTheRelayGivesUpItsCall() {
    braze.script(request -> Fault.status(503));
    runner
        .withPropertyValues("braze.audience.max-in-flight=1")
        .run(
            context -> {
              transaction.executeWithoutResult(
                  status -> context.getBean(AudienceOutbox.class).add(UPDATE));
              var lifecycle = context.getBean(OutboxRelayLifecycle.class);
              while (lifecycle.lastFailure().isEmpty()) {
                assertThat(braze.awaitRequests(braze.requests() + 1, Duration.ofSeconds(20)))
                    .isTrue();
              }
              assertThat(lifecycle.lastFailure().get().reason()).contains(Reason.SERVER_ERROR);
              assertThat(lifecycle.relay().orElseThrow().lastFailure()).isEmpty();

              braze.script(request -> Fault.none());
              while (lifecycle.lastFailure().isPresent()) {
                var unused = braze.awaitRequests(braze.requests() + 1, Duration.ofMillis(20));
              }
              assertThat(braze.profile("u-1")).isPresent();
            });
  }

  @Test
  void health_backlog_isUpWithItsSize() {
    withoutRelay.run(
        context -> {
          transaction.executeWithoutResult(
              status -> context.getBean(AudienceOutbox.class).add(UPDATE));
          var report = report(context);
          assertThat(report.up()).isTrue();
          assertThat(report.details().get("outbox"))
              .asInstanceOf(MAP)
              .containsEntry("backlog", 1L)
              .containsEntry("rejected", 0L)
              .containsEntry("relay", "not running")
              .containsKey("oldestAge");
        });
  }

  @Test
  void health_tablesAreMissing_isDown() {
    withoutRelay
        .withPropertyValues("braze.audience.outbox.create-schema=false")
        .run(
            context -> {
              var report = report(context);
              assertThat(report.up()).isFalse();
              assertThat(report.details().get("outbox"))
                  .asInstanceOf(MAP)
                  .containsEntry("database", "fails with JdbcStoreException");
            });
  }

  private static HealthReport report(ApplicationContext context) {
    return HealthReport.of(context.getBeanProvider(HealthReport.Part.class));
  }

  @Test
  void stop_contextStartsAgain_hasARunningRelayAgain() {
    runner.run(
        context -> {
          var lifecycle = context.getBean(OutboxRelayLifecycle.class);
          var before = lifecycle.relay().orElseThrow();
          var restarted = context.getSourceApplicationContext();
          restarted.stop();
          assertThat(lifecycle.relay()).isEmpty();
          assertThat(before.isRunning()).isFalse();

          restarted.start();
          assertThat(lifecycle.relay().orElseThrow().isRunning()).isTrue();
        });
  }

  @Test
  void start_moduleIsMissing_namesTheDependency() {
    runner
        .withClassLoader(new FilteredClassLoader("io.github.brazeaudience.jdbc"))
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("'braze.audience.outbox.enabled' has the value 'true'")
                    .hasMessageContaining("'braze-audience-jdbc'"));
  }

  @Test
  void start_noSpringJdbc_hasAnOutboxForConnections() {
    withoutRelay
        .withClassLoader(new FilteredClassLoader("org.springframework.jdbc"))
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(JdbcOutbox.class)
                    .doesNotHaveBean(AudienceOutbox.class));
  }
}
