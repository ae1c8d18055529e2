package io.github.brazeaudience.micrometer;

import static io.github.brazeaudience.event.BrazeOperation.EXPORT_USERS;
import static io.github.brazeaudience.event.BrazeOperation.TRACK_USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.brazeaudience.event.AttemptStarted;
import io.github.brazeaudience.event.BatchesHeld;
import io.github.brazeaudience.event.BatchesReleased;
import io.github.brazeaudience.event.CallFinished;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.MaxInFlightChanged;
import io.github.brazeaudience.event.MaxObjectsChanged;
import io.github.brazeaudience.event.RateLimitCorrected;
import io.github.brazeaudience.event.ReadBackDelayed;
import io.github.brazeaudience.event.RedeliveryScheduled;
import io.github.brazeaudience.event.RetryHintCorrected;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.Reason;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ForwarderMetricsTest {
  private static final String ACTIVE = "braze.audience.requests.active";
  private static final String HELD = "braze.audience.held";

  private final MeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void meters_runWithFaults_countRequestsRetriesAndOutcomes() {
    FaultyRun.badUserAndOutageIn(registry);

    assertThat(counter("braze.audience.updates", "outcome", "accepted", "reason", "none"))
        .isEqualTo(3);
    assertThat(
            counter("braze.audience.updates", "outcome", "rejected", "reason", "request_refused"))
        .isEqualTo(1);
    assertThat(requests("operation", "track_users", "status", "503", "reason", "server_error"))
        .isEqualTo(1);
    assertThat(requests("operation", "track_users", "status", "201", "reason", "none"))
        .isPositive();
    assertThat(counter("braze.audience.retries", "reason", "server_error")).isEqualTo(1);
    assertThat(counter("braze.audience.splits")).isEqualTo(2);
    assertThat(
            counter("braze.audience.outages", "operation", "track_users", "reason", "server_error"))
        .isEqualTo(1);
    assertThat(
            counter(
                "braze.audience.headers.corrected",
                "operation",
                "track_users",
                "header",
                "x-ratelimit-retry-after"))
        .isEqualTo(1);
    assertThat(registry.get("braze.audience.request.users").summary().max()).isEqualTo(4);
    assertThat(registry.get("braze.audience.request.size").summary().max()).isGreaterThan(200);
    assertThat(registry.get("braze.audience.calls").tag("complete", "false").timer().count())
        .isEqualTo(1);
    assertThat(counter("braze.audience.data.points")).isEqualTo(3);
    System.gc(); // A gauge with a weak reference would be NaN.
    assertThat(gauge(HELD).value()).isZero();
    assertThat(gauge(ACTIVE).value()).isZero();
  }

  @Test
  void events_ofAForwarder_allHaveAMeter() {
    assertThat(
            Arrays.stream(ForwarderListener.class.getMethods())
                .filter(it -> !Modifier.isStatic(it.getModifiers())))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(declaringType(it)).isSameAs(ForwarderMetrics.class));
  }

  private static Object declaringType(Method method) throws NoSuchMethodException {
    return ForwarderMetrics.class
        .getMethod(method.getName(), method.getParameterTypes())
        .getDeclaringClass();
  }

  @Test
  void batchesHeld_oneOperation_setsOnlyItsGauge() {
    ForwarderMetrics metrics = ForwarderMetrics.of(registry);
    metrics.attemptStarted(new AttemptStarted(TRACK_USERS, 1, 1, 75));
    metrics.attemptStarted(new AttemptStarted(EXPORT_USERS, 2, 1, 50));
    assertThat(held("track_users")).isZero();
    assertThat(held("export_users")).isZero();

    metrics.batchesHeld(new BatchesHeld(EXPORT_USERS, Reason.RATE_LIMITED));
    assertThat(held("track_users")).isZero();
    assertThat(held("export_users")).isEqualTo(1);

    metrics.batchesReleased(new BatchesReleased(EXPORT_USERS, 3));
    assertThat(held("export_users")).isZero();
    assertThat(gauge(ACTIVE).value()).isEqualTo(2);
  }

  @Test
  void limits_beforeTheFirstChange_areAbsent() {
    ForwarderMetrics metrics = ForwarderMetrics.of(registry);
    assertThat(registry.find("braze.audience.requests.limit").gauge()).isNull();
    assertThat(registry.find("braze.audience.request.objects.limit").gauge()).isNull();

    metrics.maxInFlightChanged(new MaxInFlightChanged(16, 24));
    metrics.maxInFlightChanged(new MaxInFlightChanged(24, 12));
    metrics.maxObjectsChanged(new MaxObjectsChanged(75, 50));
    assertThat(gauge("braze.audience.requests.limit").value()).isEqualTo(12);
    assertThat(gauge("braze.audience.request.objects.limit").value()).isEqualTo(50);
  }

  @Test
  void waits_eachEvent_areRecorded() {
    ForwarderMetrics metrics = ForwarderMetrics.of(registry);
    metrics.readBackDelayed(new ReadBackDelayed(7, Duration.ofSeconds(20)));
    metrics.redeliveryScheduled(
        new RedeliveryScheduled(3, Duration.ofSeconds(1), Reason.NO_ANSWER));

    assertThat(registry.get("braze.audience.readback.delay").timer().totalTime(TimeUnit.SECONDS))
        .isCloseTo(20, within(0.001));
    assertThat(counter("braze.audience.redeliveries", "reason", "no_answer")).isEqualTo(1);
  }

  @Test
  void correctedHeaders_bothKinds_areCountedByHeader() {
    ForwarderMetrics metrics = ForwarderMetrics.of(registry);
    metrics.retryHintCorrected(
        new RetryHintCorrected(TRACK_USERS, 1, "Retry-After", Optional.empty()));
    metrics.rateLimitCorrected(
        new RateLimitCorrected(EXPORT_USERS, 2, "X-RateLimit-Reset", Optional.empty()));

    String name = "braze.audience.headers.corrected";
    assertThat(counter(name, "operation", "track_users", "header", "retry-after")).isEqualTo(1);
    assertThat(counter(name, "operation", "export_users", "header", "x-ratelimit-reset"))
        .isEqualTo(1);
  }

  @Test
  void callFinished_completeAndIncomplete_areTimedApart() {
    ForwarderMetrics metrics = ForwarderMetrics.of(registry);
    ForwardSummary complete = ForwardSummary.builder().dataPoints(5).build();
    ForwardSummary truncated = ForwardSummary.builder().dataPoints(2).truncated(true).build();
    metrics.callFinished(new CallFinished(complete, Duration.ofSeconds(3)));
    metrics.callFinished(new CallFinished(truncated, Duration.ofSeconds(1)));

    assertThat(calls("true")).isCloseTo(3, within(0.001));
    assertThat(calls("false")).isCloseTo(1, within(0.001));
    assertThat(counter("braze.audience.data.points")).isEqualTo(7);
  }

  @Test
  void of_twoNames_haveMetersOfTheirOwn() {
    ForwarderMetrics first = ForwarderMetrics.of(registry, "eu");
    ForwarderMetrics second = ForwarderMetrics.of(registry, "us");
    first.attemptStarted(new AttemptStarted(TRACK_USERS, 1, 1, 75));
    second.batchesHeld(new BatchesHeld(TRACK_USERS, Reason.SERVER_ERROR));

    assertThat(gauge(ACTIVE, "forwarder", "eu").value()).isEqualTo(1);
    assertThat(gauge(ACTIVE, "forwarder", "us").value()).isZero();
    assertThat(gauge(HELD, "forwarder", "eu").value()).isZero();
    assertThat(gauge(HELD, "forwarder", "us").value()).isEqualTo(1);
  }

  @Test
  void of_noName_hasTheDefaultName() {
    ForwarderMetrics.of(registry);
    assertThat(gauge(ACTIVE, "forwarder", ForwarderMetrics.DEFAULT_FORWARDER).value()).isZero();
  }

  @Test
  void of_sameTagsTwice_isRefusedUntilTheFirstIsClosed() {
    ForwarderMetrics first = ForwarderMetrics.of(registry, "eu", Tags.of("workspace", "a"));
    ForwarderMetrics.of(registry, "eu", Tags.of("workspace", "b"));
    assertThatThrownBy(() -> ForwarderMetrics.of(registry, "eu", Tags.of("workspace", "a")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("forwarder=eu")
        .hasMessageContaining("workspace=a")
        .hasMessageContaining("own name");

    first.attemptStarted(new AttemptStarted(TRACK_USERS, 1, 1, 75));
    first.close();
    assertThat(registry.find(ACTIVE).tag("workspace", "a").gauge()).isNull();
    ForwarderMetrics.of(registry, "eu", Tags.of("workspace", "a"));
    assertThat(gauge(ACTIVE, "workspace", "a").value()).isZero();
  }

  /** A filter that removes the tag makes the ids equal, whatever the names are. */
  @Test
  void of_filterThatRemovesTheName_isRefused() {
    registry.config().meterFilter(MeterFilter.ignoreTags("forwarder"));
    ForwarderMetrics.of(registry, "eu");
    assertThatThrownBy(() -> ForwarderMetrics.of(registry, "us"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void close_thenMoreEvents_addsNoGauge() {
    ForwarderMetrics metrics = ForwarderMetrics.of(registry);
    metrics.close();
    metrics.attemptStarted(new AttemptStarted(TRACK_USERS, 1, 1, 75));
    metrics.maxObjectsChanged(new MaxObjectsChanged(75, 50));
    assertThat(registry.getMeters()).noneMatch(Gauge.class::isInstance);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void of_blankName_isRefused(String name) {
    assertThatThrownBy(() -> ForwarderMetrics.of(registry, name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`forwarder` must not be blank");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "complete",
        "forwarder",
        "header",
        "operation",
        "outcome",
        "queue",
        "reason",
        "status"
      })
  void of_tagKeyOfAMeter_isRefused(String key) {
    assertThatThrownBy(() -> ForwarderMetrics.of(registry, "eu", Tags.of(key, "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }

  private double counter(String name, String... tags) {
    return registry.get(name).tags(tags).counter().count();
  }

  private long requests(String... tags) {
    return registry.get("braze.audience.requests").tags(tags).timer().count();
  }

  private double calls(String complete) {
    return registry
        .get("braze.audience.calls")
        .tag("complete", complete)
        .timer()
        .totalTime(TimeUnit.SECONDS);
  }

  private double held(String operation) {
    return gauge(HELD, "operation", operation).value();
  }

  private Gauge gauge(String name, String... tags) {
    return registry.get(name).tags(tags).gauge();
  }
}
