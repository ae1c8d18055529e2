package io.github.brazeaudience.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the tables of outcomes: every outcome, every reason, and the outcome of each status. */
final class OutcomesTest {
  private static final Markdown BY_REASON = Markdown.of("docs/outcomes.md");

  @Test
  void readmeTable_firstColumn_hasEveryOutcome() {
    assertThat(Markdown.readme().rows("Outcomes").stream().map(row -> row.cell(0)))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(UserOutcome.class.getPermittedSubclasses())
                .map(type -> "`" + type.getSimpleName() + "`")
                .toList());
  }

  @Test
  void readmeTable_reasons_areCompleteAndMatchTheOutcomesPage() {
    Set<String> inReadme = new TreeSet<>();
    for (Markdown.Row row : Markdown.readme().rows("Outcomes")) {
      String outcome = row.cell(0).replace("`", "");
      Markdown.codes(row.cell(3))
          .forEach(reason -> inReadme.add("%s(%s)".formatted(outcome, reason)));
    }
    assertThat(
            inReadme.stream().map(it -> it.replaceAll(".*\\(|\\)", "")).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Reason.values()).map(Enum::name).toList());
    assertThat(
            BY_REASON.rows("By reason").stream()
                .flatMap(row -> Markdown.codes(row.cell(0)).stream()))
        .containsExactlyInAnyOrderElementsOf(inReadme);
  }

  /** The documented outcome of a status. */
  record StatusCase(int status, boolean retried, String outcome) {}

  static List<StatusCase> statuses() {
    List<StatusCase> cases = new ArrayList<>();
    for (Markdown.Row row : BY_REASON.rows("By response")) {
      for (String code : Markdown.codes(row.cell(0))) {
        if (code.matches("[0-9]{3}")) {
          boolean retried = row.cell(1).equals("yes");
          cases.add(
              new StatusCase(Integer.parseInt(code), retried, Markdown.codes(row.cell(2)).get(0)));
        }
      }
    }
    assertThat(cases).hasSizeGreaterThan(10);
    return cases;
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void responseTable_eachStatus_yieldsTheDocumentedOutcome(StatusCase expected) {
    try (FakeBraze braze = FakeBraze.start()) {
      braze.next(2, Fault.status(expected.status()));
      ForwardReport report = forward(braze);
      UserOutcome outcome = report.outcomes().get(0);
      assertThat(
              outcome.getClass().getSimpleName()
                  + outcome.reason().map(reason -> "(" + reason + ")").orElse(""))
          .isEqualTo(expected.outcome());
      assertThat(report.requests()).isEqualTo(expected.retried() ? 2 : 1);
    }
  }

  private static ForwardReport forward(FakeBraze braze) {
    BrazeAudienceConfig config =
        BrazeAudienceConfig.builder()
            .restApiKey(braze.restApiKey())
            .endpoints(braze.endpoints())
            .build();
    RetryPolicy twice =
        RetryPolicy.defaults()
            .withMaxAttempts(2)
            .withBackoff(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    try (AudienceForwarder forwarder =
        AudienceForwarder.builder(config, OkHttpBrazeTransport.create())
            .retryPolicy(twice)
            .build()) {
      return forwarder.forward(
          List.of(MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11034))));
    }
  }
}
