package io.github.brazeaudience.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.RetryScheduled;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.testing.BrazeProfile;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.transport.BrazeTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the outcome of each fault, over real sockets, with the table in {@code docs/faults.md}.
 */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class FaultMatrixTest {
  private static final int EVERY_REQUEST = Integer.MAX_VALUE;
  private static final RetryPolicy TWO_ATTEMPTS =
      RetryPolicy.defaults()
          .withMaxAttempts(2)
          .withBackoff(Duration.ofMillis(2), Duration.ofMillis(2), Duration.ofMillis(5));
  private static final List<AudienceUpdate> UPDATES =
      List.of(
          MembershipSnapshot.of(UserProfile.ofCustomerId("u-0"), Audience.of(11034)),
          MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11036)));

  /**
   * Sends a request with each transport first, because the first request of a process is slow and
   * some tests have short timeouts.
   */
  @BeforeAll
  static void warmUp() {
    for (Client client : Client.values()) {
      try (FakeBraze braze = FakeBraze.start()) {
        TestBed healthy = () -> braze;
        assertThat(forward(client.transportTo(healthy), healthy, TWO_ATTEMPTS, healthy).accepted())
            .isEqualTo(2);
      }
    }
  }

  @Test
  void document_rows_matchTestedFaults() throws IOException {
    assertThat(Row.titles())
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            Row.faults().stream().map(MatrixFault::title).toList());
  }

  static List<Arguments> rows() throws IOException {
    List<Arguments> all = new ArrayList<>();
    for (Row row : Row.all()) {
      Arrays.stream(Client.values()).forEach(client -> all.add(Arguments.of(row, client)));
    }
    return all;
  }

  static List<Arguments> stalls() throws IOException {
    List<Arguments> stalls =
        rows().stream().filter(it -> ((Row) it.get()[0]).fault().stalls()).toList();
    assertThat(stalls).hasSize(3 * Client.values().length);
    return stalls;
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("rows")
  void forward_faultOnce_hasDocumentedOutcome(Row row, Client client) throws IOException {
    MatrixFault fault = row.fault();
    List<RetryScheduled> retries = new CopyOnWriteArrayList<>();
    try (TestBed testBed = fault.testBed(1)) {
      ForwardReport report =
          forward(
              transport(client, testBed, fault, 1),
              testBed,
              TWO_ATTEMPTS,
              listener(testBed, retries));

      assertOutcomes(report, row.once());
      assertThat(report.requests()).isEqualTo(row.onceRequests());
      assertThat(testBed.receivedRequests())
          .isEqualTo(row.onceRequests() - (fault.reachesServer() ? 0 : 1));
      assertProfiles(testBed.braze(), row.once());
    }
    if (fault instanceof ResponseFault response && response.requestsPause()) {
      assertThat(retries)
          .singleElement()
          .satisfies(
              retry -> assertThat(retry.delay()).isGreaterThanOrEqualTo(Duration.ofSeconds(1)));
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("rows")
  void forward_faultAlways_hasDocumentedOutcome(Row row, Client client) throws IOException {
    MatrixFault fault = row.fault();
    try (TestBed testBed = fault.testBed(EVERY_REQUEST)) {
      ForwardReport report =
          forward(transport(client, testBed, fault, EVERY_REQUEST), testBed, TWO_ATTEMPTS, testBed);

      assertOutcomes(report, row.always());
      assertThat(report.requests()).isEqualTo(row.alwaysRequests());
      assertThat(testBed.receivedRequests())
          .isEqualTo(fault.reachesServer() ? row.alwaysRequests() : 0);
      assertProfiles(testBed.braze(), row.always());
      if (fault instanceof ResponseFault response && response.requestsPause()) {
        assertThat(report.outcomes())
            .allSatisfy(outcome -> assertThat(((NotSent) outcome).retryAt()).isPresent());
      }
    }
  }

  /** Uses the default request timeout, so the deadline ends the request. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("stalls")
  void forward_stallWithDeadline_endsAtDeadline(Row row, Client client) throws IOException {
    MatrixFault fault = row.fault();
    RetryPolicy policy = RetryPolicy.defaults().withDeadline(fault.timeout());
    try (TestBed testBed = fault.testBed(EVERY_REQUEST)) {
      ForwardReport report = forward(client.transportTo(testBed), testBed, policy, testBed);

      assertOutcomes(report, row.always());
      assertThat(report.requests()).isEqualTo(1);
    }
  }

  private static BrazeTransport transport(
      Client client, TestBed testBed, MatrixFault fault, int times) {
    BrazeTransport transport = client.transportTo(testBed);
    return fault.stalls() ? Client.withShortTimeout(transport, times, fault.timeout()) : transport;
  }

  private static ForwarderListener listener(TestBed testBed, List<RetryScheduled> retries) {
    return ForwarderListener.combine(
        testBed,
        new ForwarderListener() {
          @Override
          public void retryScheduled(RetryScheduled event) {
            retries.add(event);
          }
        });
  }

  private static ForwardReport forward(
      BrazeTransport transport, TestBed testBed, RetryPolicy policy, ForwarderListener listener) {
    BrazeAudienceConfig config =
        BrazeAudienceConfig.builder()
            .restApiKey(testBed.braze().restApiKey())
            .endpoints(testBed.endpoints())
            .build();
    try (AudienceForwarder forwarder =
        AudienceForwarder.builder(config, transport)
            .retryPolicy(policy)
            .minUserWriteInterval(Duration.ZERO)
            .listener(listener)
            .build()) {
      return forwarder.forward(UPDATES);
    }
  }

  private static void assertOutcomes(ForwardReport report, String expected) {
    assertThat(report.outcomes().stream().map(Row::text)).containsExactly(expected, expected);
  }

  /**
   * Accepted updates are on the profiles; rejected updates and updates that were not sent are not.
   */
  private static void assertProfiles(FakeBraze braze, String outcome) {
    if (outcome.equals("Accepted")) {
      assertThat(membership(braze, "u-0")).isEqualTo("'11034'");
      assertThat(membership(braze, "u-1")).isEqualTo("'11036'");
    } else if (!outcome.startsWith("Unconfirmed")) {
      assertThat(braze.profiles()).isEmpty();
    }
  }

  private static Object membership(FakeBraze braze, String user) {
    BrazeProfile profile = braze.profile(user).orElseThrow();
    return profile.attribute("SegmentMembership").orElseThrow();
  }
}
