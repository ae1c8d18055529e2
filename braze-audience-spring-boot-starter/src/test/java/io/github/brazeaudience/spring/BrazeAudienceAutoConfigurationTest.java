package io.github.brazeaudience.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.event.AttemptStarted;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.transport.BrazeTransport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

final class BrazeAudienceAutoConfigurationTest {
  private static final MembershipSnapshot UPDATE =
      MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11034));

  private final FakeBraze braze = FakeBraze.start();
  private final ApplicationContextRunner runner = Contexts.configured();

  @AfterEach
  void stop() {
    braze.close();
  }

  @Test
  void start_keyAndInstance_createsTheBeans() {
    runner.run(
        context -> {
          assertThat(context)
              .hasSingleBean(AudienceForwarder.class)
              .hasSingleBean(AudienceQueue.class)
              .hasSingleBean(OkHttpBrazeTransport.class);
          assertThat(context.getBean(BrazeAudienceConfig.class).instance())
              .isEqualTo(BrazeInstance.EU_01);
        });
  }

  @Test
  void start_disabled_createsNoBean() {
    runner
        .withPropertyValues("braze.audience.enabled=false")
        .run(
            context ->
                assertThat(context)
                    .doesNotHaveBean(AudienceForwarder.class)
                    .doesNotHaveBean(BrazeAudienceConfig.class));
  }

  @Test
  void start_connectionDetails_replaceKeyAndInstance() {
    runner
        .withBean(BrazeConnectionDetails.class, () -> new FakeDetails(braze))
        .run(
            context -> {
              var forwarder = context.getBean(AudienceForwarder.class);
              assertThat(forwarder.forward(List.of(UPDATE)).accepted()).isEqualTo(1);
              assertThat(braze.profile("u-1")).isPresent();
            });
  }

  @Test
  void start_ownBeans_areUsedInstead() {
    var config = BrazeAudienceConfig.builder().restApiKey("k").build();
    BrazeTransport transport = OkHttpBrazeTransport.create();
    AudienceForwarder forwarder = AudienceForwarder.create(config, transport);
    AudienceQueue queue = forwarder.queue().build();
    runner
        .withBean(BrazeAudienceConfig.class, () -> config)
        .withBean(BrazeTransport.class, () -> transport)
        .withBean(AudienceForwarder.class, () -> forwarder)
        .withBean(AudienceQueue.class, () -> queue)
        .run(
            context -> {
              assertThat(context).getBean(BrazeAudienceConfig.class).isSameAs(config);
              assertThat(context).getBean(BrazeTransport.class).isSameAs(transport);
              assertThat(context).getBean(AudienceForwarder.class).isSameAs(forwarder);
              assertThat(context).getBean(AudienceQueue.class).isSameAs(queue);
            });
  }

  @Test
  void start_ownForwarderAndNoProperties_createsOnlyTheQueue() {
    var config = BrazeAudienceConfig.builder().restApiKey("k").build();
    Contexts.empty()
        .withBean(
            AudienceForwarder.class,
            () -> AudienceForwarder.create(config, OkHttpBrazeTransport.create()))
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(AudienceQueue.class)
                    .doesNotHaveBean(BrazeAudienceConfig.class)
                    .doesNotHaveBean(BrazeTransport.class));
  }

  @Test
  void start_twoForwarders_createsNoQueue() {
    var config = BrazeAudienceConfig.builder().restApiKey("k").build();
    runner
        .withBean(
            "one",
            AudienceForwarder.class,
            () -> AudienceForwarder.create(config, OkHttpBrazeTransport.create()))
        .withBean(
            "two",
            AudienceForwarder.class,
            () -> AudienceForwarder.create(config, OkHttpBrazeTransport.create()))
        .run(context -> assertThat(context).doesNotHaveBean(AudienceQueue.class));
  }

  @Test
  void forward_listenerBeans_allReceiveEvents() {
    var one = new LongAdder();
    var two = new LongAdder();
    runner
        .withBean(BrazeConnectionDetails.class, () -> new FakeDetails(braze))
        .withBean("one", ForwarderListener.class, () -> counting(one))
        .withBean("two", ForwarderListener.class, () -> counting(two))
        .run(
            context -> {
              context.getBean(AudienceForwarder.class).forward(List.of(UPDATE));
              assertThat(one.sum()).isEqualTo(1);
              assertThat(two.sum()).isEqualTo(1);
            });
  }

  private static ForwarderListener counting(LongAdder attempts) {
    return new ForwarderListener() {
      @Override
      public void attemptStarted(AttemptStarted event) {
        attempts.increment();
      }
    };
  }

  @Test
  void start_customizers_changeEachBuilder() {
    var events = new LongAdder();
    runner
        .withPropertyValues("braze.audience.queue.capacity=7")
        .withBean(BrazeAudienceConfigCustomizer.class, () -> builder -> builder.arrayMaxLength(99))
        .withBean(AudienceForwarderCustomizer.class, () -> builder -> events.increment())
        .withBean(AudienceQueueCustomizer.class, () -> builder -> builder.capacity(8))
        .run(
            context -> {
              assertThat(context.getBean(BrazeAudienceConfig.class).arrayMaxLength()).isEqualTo(99);
              assertThat(context.getBean(AudienceQueue.class).capacity()).isEqualTo(8);
              assertThat(events.sum()).isEqualTo(1);
            });
  }

  @Test
  void close_updatesInTheQueue_areSentFirst() throws Exception {
    var outcome = new CompletableFuture<UserOutcome>();
    runner
        .withPropertyValues("braze.audience.queue.linger=1h")
        .withBean(BrazeConnectionDetails.class, () -> new FakeDetails(braze))
        .run(
            context ->
                context.getBean(AudienceQueue.class).submit(UPDATE).thenAccept(outcome::complete));

    assertThat(outcome.get()).isInstanceOf(Accepted.class);
    assertThat(braze.profile("u-1")).isPresent();
  }
}
