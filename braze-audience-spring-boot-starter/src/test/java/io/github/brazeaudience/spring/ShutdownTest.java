package io.github.brazeaudience.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import io.github.brazeaudience.transport.BrazeTransport;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The order in which the beans of an application context are closed. */
final class ShutdownTest {
  private static final MembershipSnapshot UPDATE =
      MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11034));

  private final FakeBraze braze = FakeBraze.start();
  private final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<UserOutcome> outcome = new CompletableFuture<>();
  private final ApplicationContextRunner runner =
      Contexts.connectedTo(braze).withPropertyValues("braze.audience.queue.linger=1h");

  @AfterEach
  void stop() {
    braze.close();
  }

  @Test
  void close_webServerAddsAnUpdate_isSentBeforeForwarderAndDatabaseAreClosed() {
    runner
        .withPropertyValues("braze.audience.store.type=jdbc")
        .withBean(DataSource.class, () -> recorded(DataSource.class, "database", database()))
        .withBean(
            BrazeTransport.class,
            () -> recorded(BrazeTransport.class, "transport", OkHttpBrazeTransport.create()))
        .withBean("webServer", SmartLifecycle.class, WebServer::new)
        .run(
            context -> {
              // The last request of the web server adds an update.
              context.getBean("webServer", WebServer.class).queue =
                  context.getBean(AudienceQueue.class);
              events.clear();
            });

    // Both the forwarder and Spring close the transport.
    assertThat(new LinkedHashSet<>(events))
        .containsExactly("web server stops", "start request", "close transport", "close database");
    assertThat(outcome.join()).isInstanceOf(Accepted.class);
  }

  private static DataSource database() {
    var database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:shutdown;DB_CLOSE_DELAY=-1");
    return database;
  }

  /** A web server with the phase of Spring Boot's, whose last request ends while it stops. */
  private final class WebServer implements SmartLifecycle {
    private volatile boolean running;
    private AudienceQueue queue;

    @Override
    public void start() {
      running = true;
    }

    @Override
    public void stop() {
      running = false;
      events.add("web server stops");
      queue.offer(UPDATE).orElseThrow().thenAccept(outcome::complete);
    }

    @Override
    public boolean isRunning() {
      return running;
    }

    @Override
    public int getPhase() {
      return SmartLifecycle.DEFAULT_PHASE - 2048;
    }
  }

  /** Records when an object is closed. */
  private <T> T recorded(Class<T> type, String name, T object) {
    return type.cast(
        Proxy.newProxyInstance(
            ShutdownTest.class.getClassLoader(),
            type == BrazeTransport.class
                ? new Class<?>[] {type}
                : new Class<?>[] {type, AutoCloseable.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("start")) {
                events.add("start request");
              }
              if (method.getName().equals("close")) {
                events.add("close " + name);
                return null;
              }
              return method.invoke(object, arguments);
            }));
  }

  @Test
  void close_brazeDoesNotRespond_endsAfterTheTimeoutOfThePhase() {
    runner
        .withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=200ms")
        .withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
        .run(
            context -> {
              braze.next(Fault.stall());
              context.getBean(AudienceQueue.class).submit(UPDATE).thenAccept(outcome::complete);
            });

    assertThat(outcome.join().reason()).isPresent();
    assertThat(outcome.join()).isNotInstanceOf(Accepted.class);
  }

  @Test
  void offer_contextIsClosed_isNotSent() {
    var queue = new AtomicReference<AudienceQueue>();
    runner.run(context -> queue.set(context.getBean(AudienceQueue.class)));

    assertThat(queue.get().offer(UPDATE).orElseThrow().toCompletableFuture().join().reason())
        .contains(Reason.CLOSED);
    assertThat(braze.requests()).isZero();
  }

  @Test
  void stop_contextStartsAgain_keepsTheQueueOpen() {
    runner.run(
        context -> {
          var restarted = context.getSourceApplicationContext();
          var queue = context.getBean(AudienceQueue.class);
          CompletionStage<UserOutcome> before = queue.submit(UPDATE);
          restarted.stop();
          assertThat(before.toCompletableFuture().join()).isInstanceOf(Accepted.class);

          restarted.start();
          CompletionStage<UserOutcome> after = queue.submit(UPDATE);
          queue.flush();
          assertThat(after.toCompletableFuture().join()).isInstanceOf(Accepted.class);
        });
  }

  @Test
  void close_childContext_keepsTheQueueOpen() {
    runner.run(
        context -> {
          var child = new AnnotationConfigApplicationContext();
          child.setParent(context.getSourceApplicationContext());
          child.refresh();
          child.close();
          var restarted = context.getSourceApplicationContext();
          restarted.stop();

          var queue = context.getBean(AudienceQueue.class);
          CompletionStage<UserOutcome> after = queue.submit(UPDATE);
          queue.flush();
          assertThat(after.toCompletableFuture().join()).isInstanceOf(Accepted.class);
        });
  }
}
