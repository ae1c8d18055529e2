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
 * A forwarder over real sockets gets what {@code docs/faults.md} says, and the paper says it all.
 */
@Timeout(20)
@Execution(ExecutionMode.CONCURRENT)
class FaultMatrixTest {
  private static final int NEVER_WELL = Integer.MAX_VALUE;
  private static final RetryPolicy TWO_ATTEMPTS =
      RetryPolicy.defaults()
          .withMaxAttempts(2)
          .withBackoff(Duration.ofMillis(2), Duration.ofMillis(2), Duration.ofMillis(5));
  private static final List<AudienceUpdate> UPDATES =
      List.of(
          MembershipSnapshot.of(UserProfile.ofCustomerId("u-0"), Audience.of(11034)),
          MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11036)));

  /** The first request of a process takes longer than those that are given little time. */
  @BeforeAll
  static void warmUp() {
    for (Client client : Client.values()) {
      try (FakeBraze braze = FakeBraze.start()) {
        Site well = () -> braze;
        assertThat(forward(client.transportTo(well), well, TWO_ATTEMPTS, well).accepted())
            .isEqualTo(2);
      }
    }
  }

  @Test
  void paper_rows_areTheFaultsThatAreTested() throws IOException {
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
  void forward_faultOnce_isAsThePaperSays(Row row, Client client) throws IOException {
    MatrixFault fault = row.fault();
    List<RetryScheduled> retries = new CopyOnWriteArrayList<>();
    try (Site site = fault.site(1)) {
      ForwardReport report =
          forward(transport(client, site, fault, 1), site, TWO_ATTEMPTS, listener(site, retries));

      assertOutcomes(report, row.once());
      assertThat(report.requests()).isEqualTo(row.onceRequests());
      assertThat(site.seen()).isEqualTo(row.onceRequests() - (fault.arrives() ? 0 : 1));
      assertProfiles(site.braze(), row.once());
    }
    if (fault instanceof AnswerFault answer && answer.ordersPause()) {
      assertThat(retries)
          .singleElement()
          .satisfies(
              retry -> assertThat(retry.delay()).isGreaterThanOrEqualTo(Duration.ofSeconds(1)));
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("rows")
  void forward_faultAlways_isAsThePaperSays(Row row, Client client) throws IOException {
    MatrixFault fault = row.fault();
    try (Site site = fault.site(NEVER_WELL)) {
      ForwardReport report =
          forward(transport(client, site, fault, NEVER_WELL), site, TWO_ATTEMPTS, site);

      assertOutcomes(report, row.always());
      assertThat(report.requests()).isEqualTo(row.alwaysRequests());
      assertThat(site.seen()).isEqualTo(fault.arrives() ? row.alwaysRequests() : 0);
      assertProfiles(site.braze(), row.always());
      if (fault instanceof AnswerFault answer && answer.ordersPause()) {
        assertThat(report.outcomes())
            .allSatisfy(outcome -> assertThat(((NotSent) outcome).retryAt()).isPresent());
      }
    }
  }

  /** With the time limit that requests have by default, which is the deadline if that is nearer. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("stalls")
  void forward_stallWithDeadline_endsWithTheDeadline(Row row, Client client) throws IOException {
    MatrixFault fault = row.fault();
    RetryPolicy policy = RetryPolicy.defaults().withDeadline(fault.patience());
    try (Site site = fault.site(NEVER_WELL)) {
      ForwardReport report = forward(client.transportTo(site), site, policy, site);

      assertOutcomes(report, row.always());
      assertThat(report.requests()).isEqualTo(1);
    }
  }

  private static BrazeTransport transport(Client client, Site site, MatrixFault fault, int times) {
    BrazeTransport transport = client.transportTo(site);
    return fault.stalls() ? Client.hurried(transport, times, fault.patience()) : transport;
  }

  private static ForwarderListener listener(Site site, List<RetryScheduled> retries) {
    return ForwarderListener.combine(
        site,
        new ForwarderListener() {
          @Override
          public void retryScheduled(RetryScheduled event) {
            retries.add(event);
          }
        });
  }

  private static ForwardReport forward(
      BrazeTransport transport, Site site, RetryPolicy policy, ForwarderListener listener) {
    BrazeAudienceConfig config =
        BrazeAudienceConfig.builder()
            .restApiKey(site.braze().restApiKey())
            .endpoints(site.endpoints())
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

  /** What is accepted is there, and what was never sent or was refused is not. */
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
