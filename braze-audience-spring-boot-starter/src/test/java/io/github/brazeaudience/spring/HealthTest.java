package io.github.brazeaudience.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** What the health indicator of either version of Spring Boot reports. */
final class HealthTest {
  private static final List<MembershipSnapshot> UPDATE =
      List.of(MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11034)));

  private final FakeBraze braze = FakeBraze.start();
  private final ApplicationContextRunner runner =
      Contexts.connectedTo(braze)
          .withPropertyValues(
              "braze.audience.max-in-flight=1",
              "braze.audience.retry.max-attempts=1",
              "braze.audience.retry.outage-limit=1ms");

  @AfterEach
  void stop() {
    braze.close();
  }

  @Test
  void health_nothingSent_isUpWithoutDetails() {
    runner.run(context -> assertThat(report(context)).isEqualTo(new HealthReport(true, Map.of())));
  }

  @ParameterizedTest
  @CsvSource({"503, SERVER_ERROR", "401, UNAUTHORIZED"})
  void health_requestsFail_isDownUntilOneSucceeds(int status, String reason) {
    runner.run(
        context -> {
          var forwarder = context.getBean(AudienceForwarder.class);
          braze.next(Fault.status(status));
          forwarder.forward(UPDATE);

          assertThat(report(context).up()).isFalse();
          assertThat(report(context).details().get("suspended"))
              .asInstanceOf(MAP)
              .extractingByKey("track_users", MAP)
              .containsEntry("reason", reason)
              .containsKey("since");

          assertThat(forwarder.forward(UPDATE).accepted()).isEqualTo(1);
          assertThat(report(context)).isEqualTo(new HealthReport(true, Map.of()));
        });
  }

  @Test
  void health_userIsRejected_isUp() {
    runner.run(
        context -> {
          braze.next(Fault.status(400));
          assertThat(context.getBean(AudienceForwarder.class).forward(UPDATE).rejected())
              .isEqualTo(1);
          assertThat(report(context).up()).isTrue();
        });
  }

  @Test
  void health_storeWorks_isUp() {
    runner
        .withPropertyValues("braze.audience.store.type=memory")
        .run(
            context ->
                assertThat(report(context))
                    .isEqualTo(new HealthReport(true, Map.of("store", "works"))));
  }

  @Test
  void health_storeIsClosed_isDownWithTheNameOfTheException() {
    var store = InMemoryMembershipStore.create();
    runner
        .withBean(MembershipStore.class, () -> store)
        .run(
            context -> {
              store.close();
              assertThat(report(context))
                  .isEqualTo(
                      new HealthReport(false, Map.of("store", "fails with IllegalStateException")));
            });
  }

  @Test
  void health_tableIsMissing_isDownWithoutTheMessageOfTheDatabase() {
    runner
        .withPropertyValues(
            "braze.audience.store.type=jdbc", "braze.audience.store.create-schema=false")
        .withBean(DataSource.class, HealthTest::database)
        .run(
            context ->
                assertThat(report(context))
                    .isEqualTo(
                        new HealthReport(false, Map.of("store", "fails with JdbcStoreException"))));
  }

  private static DataSource database() {
    var database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:health");
    return database;
  }

  private static HealthReport report(ApplicationContext context) {
    return HealthReport.of(context.getBeanProvider(HealthReport.Part.class));
  }
}
