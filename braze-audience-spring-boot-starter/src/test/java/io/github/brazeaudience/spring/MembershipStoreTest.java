package io.github.brazeaudience.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.jdbc.JdbcMembershipStore;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.store.FileMembershipStore;
import io.github.brazeaudience.testing.FakeBraze;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

final class MembershipStoreTest {
  private static final List<MembershipSnapshot> UPDATE =
      List.of(MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11034)));

  @TempDir private Path directory;
  private final FakeBraze braze = FakeBraze.start();
  private final ApplicationContextRunner runner = Contexts.connectedTo(braze);

  @AfterEach
  void stop() {
    braze.close();
  }

  @Test
  void start_noStore_createsNone() {
    runner.run(context -> assertThat(context).doesNotHaveBean(MembershipStore.class));
  }

  @Test
  void forward_memoryStore_remembersWhatBrazeWasSent() {
    runner
        .withPropertyValues("braze.audience.store.type=memory")
        .run(
            context -> {
              assertThat(context).hasSingleBean(InMemoryMembershipStore.class);
              var forwarder = context.getBean(AudienceForwarder.class);
              assertThat(forwarder.forward(UPDATE).accepted()).isEqualTo(1);
              assertThat(forwarder.forward(UPDATE).unchanged()).isEqualTo(1);
            });
  }

  @Test
  void forward_fileStore_remembersItAfterARestart() {
    ApplicationContextRunner withFile =
        runner.withPropertyValues(
            "braze.audience.store.type=file",
            "braze.audience.store.path=" + directory.resolve("memberships"));
    withFile.run(
        context -> {
          assertThat(context).hasSingleBean(FileMembershipStore.class);
          assertThat(context.getBean(AudienceForwarder.class).forward(UPDATE).accepted())
              .isEqualTo(1);
        });
    withFile.run(
        context ->
            assertThat(context.getBean(AudienceForwarder.class).forward(UPDATE).unchanged())
                .isEqualTo(1));
  }

  @Test
  void forward_jdbcStore_createsItsTable() {
    runner
        .withPropertyValues(
            "braze.audience.store.type=jdbc", "braze.audience.store.table=memberships")
        .withBean(DataSource.class, MembershipStoreTest::database)
        .run(
            context -> {
              assertThat(context).hasSingleBean(JdbcMembershipStore.class);
              var forwarder = context.getBean(AudienceForwarder.class);
              assertThat(forwarder.forward(UPDATE).accepted()).isEqualTo(1);
              assertThat(forwarder.forward(UPDATE).unchanged()).isEqualTo(1);
              try (var connection = context.getBean(DataSource.class).getConnection();
                  var rows = connection.createStatement().executeQuery("TABLE memberships")) {
                assertThat(rows.next()).isTrue();
              }
            });
  }

  @Test
  void start_jdbcStoreWithoutCreateSchema_createsNoTable() {
    runner
        .withPropertyValues(
            "braze.audience.store.type=jdbc", "braze.audience.store.create-schema=false")
        .withBean(DataSource.class, MembershipStoreTest::database)
        .run(
            context ->
                assertThat(context.getBean(AudienceForwarder.class).forward(UPDATE).notSent())
                    .isEqualTo(1));
  }

  @Test
  void start_ownStore_isUsedWithThePolicyOfTheProperties() {
    var store = InMemoryMembershipStore.create();
    runner
        .withPropertyValues("braze.audience.store.send-everything=true")
        .withBean(MembershipStore.class, () -> store)
        .run(
            context -> {
              var forwarder = context.getBean(AudienceForwarder.class);
              assertThat(forwarder.forward(UPDATE).accepted()).isEqualTo(1);
              assertThat(forwarder.forward(UPDATE).accepted()).isEqualTo(1);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "file, braze-audience-store, io.github.brazeaudience.store",
    "jdbc, braze-audience-jdbc, io.github.brazeaudience.jdbc"
  })
  void start_moduleIsMissing_namesTheDependency(String type, String module, String hidden) {
    runner
        .withPropertyValues("braze.audience.store.type=" + type, "braze.audience.store.path=x")
        .withClassLoader(new FilteredClassLoader(hidden))
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOfSatisfying(
                        InvalidSettingException.class,
                        failure -> {
                          assertThat(failure)
                              .hasMessageContaining("'braze.audience.store.type'")
                              .hasMessageContaining("'" + module + "'");
                          assertThat(failure.action())
                              .contains("'io.github.brazeaudience:" + module + "'");
                        }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file"})
  void start_otherModulesAreMissing_works(String type) {
    runner
        .withPropertyValues(
            "braze.audience.store.type=" + type,
            "braze.audience.store.path=" + directory.resolve("memberships"))
        .withClassLoader(
            new FilteredClassLoader(
                "io.github.brazeaudience.jdbc", "io.github.brazeaudience.micrometer"))
        .run(context -> assertThat(context).hasSingleBean(MembershipStore.class));
  }

  @Test
  void start_noPath_asksForIt() {
    runner
        .withPropertyValues("braze.audience.store.type=file")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessage("The property 'braze.audience.store.path' is not set."));
  }

  @Test
  void start_noDataSource_asksForOne() {
    runner
        .withPropertyValues("braze.audience.store.type=jdbc")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("needs a DataSource, but there is none"));
  }

  @Test
  void start_twoDataSources_asksForAPrimaryOne() {
    runner
        .withPropertyValues("braze.audience.store.type=jdbc")
        .withBean("one", DataSource.class, MembershipStoreTest::database)
        .withBean("two", DataSource.class, MembershipStoreTest::database)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("there are several, and none is primary"));
  }

  private static DataSource database() {
    var database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:" + System.nanoTime() + ";DB_CLOSE_DELAY=-1");
    return database;
  }
}
