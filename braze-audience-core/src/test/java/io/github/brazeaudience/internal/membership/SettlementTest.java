package io.github.brazeaudience.internal.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.internal.engine.StopCause;
import io.github.brazeaudience.internal.engine.TestWrites;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.internal.engine.WriteContent;
import io.github.brazeaudience.membership.MembershipDecision;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipRules;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.payload.PayloadBuilder;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettlementTest {
  private final BrazeAudienceConfig config =
      BrazeAudienceConfig.builder().restApiKey("secret-key").build();
  private final PayloadBuilder payload = PayloadBuilder.of(config);
  private final MembershipRules rules = MembershipRules.of(config, MembershipPolicy.defaults());

  private UserWrite write(@Nullable MembershipRecord record) {
    UserWrite write =
        TestWrites.unresolved(
            payload, MembershipSnapshot.of(UserProfile.ofCustomerId("u"), Audience.of(1)));
    write.resolve(new WriteContent.Merger(payload).merge(write, record, rules, Instant.EPOCH));
    return write;
  }

  /** An attempt is lost (L) if it may have arrived, or refused (R). */
  @ParameterizedTest
  @CsvSource({
    "'', accepted, true,  accepted",
    "L,  accepted, true,  accepted",
    "R,  rejected, true,  restored",
    "LR, rejected, true,  stays pending", // the lost attempt may have been applied
    "R,  failed,   true,  restored",
    "L,  failed,   true,  stays pending",
    "'', failed,   true,  restored",
    "'', failed,   false, unchanged",
  })
  void of_outcome_decidesOverAllAttempts(
      String attempts, String outcome, boolean marked, String settled) {
    UserWrite write = write(null);
    MembershipDecision decision = Objects.requireNonNull(write.decision());
    MembershipRecord record = null;
    if (marked) {
      write.record().mark();
      record = decision.markPending().apply(null);
    }
    attempts.chars().forEach(it -> TestWrites.failAttempt(write, it == 'L'));
    switch (outcome) {
      case "accepted" -> TestWrites.accept(write);
      case "rejected" -> TestWrites.reject(write);
      default -> write.fail(new StopCause(Reason.CANCELLED, "cancelled"));
    }

    RecordChange change = Settlement.of(write);

    MembershipRecord after = change == null ? record : change.apply(record);
    MembershipRecord expected =
        switch (settled) {
          case "accepted" -> decision.accepted(true).apply(record);
          case "stays pending" -> record;
          default -> null;
        };
    assertThat(after).isEqualTo(expected);
    assertThat(change == null).isEqualTo(!marked || settled.equals("stays pending"));
  }

  @Test
  void of_writeWithNothingToSend_changesNothing() {
    MembershipDecision first = Objects.requireNonNull(write(null).decision());
    MembershipRecord accepted = first.accepted(true).apply(first.markPending().apply(null));
    UserWrite same = write(accepted);

    assertThat(same.isEmpty()).isTrue();
    assertThat(Settlement.of(same)).isNull();
  }
}
