package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.payload.PayloadLimits;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatcherTest {
  private final EngineFixture fixture = new EngineFixture();
  private final Call call = fixture.call();
  private final Batcher batcher = fixture.batcher(fixture.admission());

  private void accept(int users, int emailChars) {
    for (int i = 0; i < users; i++) {
      UserWrite write =
          fixture.write(
              UserProfile.builder().customerId("user-" + i).email("e".repeat(emailChars)).build());
      call.add(write);
      write.moveTo(WriteState.RESOLVING);
      batcher.accept(write);
    }
  }

  private int nextSize() {
    Batch batch = batcher.formBatch(call, 0);
    return batch == null ? 0 : batch.writes().size();
  }

  /** A request holds 75 users and 4,000,000 bytes; emails make users large. */
  @ParameterizedTest
  @CsvSource({
    "   0,         0, more input,   0",
    "   1,         0, more input,   0",
    "   1,         0, end of input, 1",
    "   1,         0, flush,        1",
    "  74,         0, more input,   0",
    "  74,         0, end of input, 74",
    "  75,         0, more input,   75",
    " 200,         0, more input,   75",
    "   3, 1_000_000, more input,   0",
    "   3, 1_000_000, end of input, 3",
    "   4, 1_000_000, more input,   3",
    "   4, 1_000_000, end of input, 3",
    "  74,    50_000, more input,   0",
    "  74,    54_000, more input,   73",
    "  75,    54_000, more input,   73",
  })
  void next_writesAndInput_takesAFullRequestOrAll(
      int users, String emailChars, String input, int expected) {
    accept(users, Integer.parseInt(emailChars.replace("_", "")));
    if (input.equals("end of input")) {
      call.endOfInput();
    } else if (input.equals("flush")) {
      call.flush();
    }

    assertThat(nextSize()).isEqualTo(expected);
  }

  @Test
  void next_writeAtTheStore_waitsForItInsteadOfSendingAPartialRequest() {
    accept(1, 0);
    call.endOfInput();
    call.resolving();
    assertThat(nextSize()).isZero();
    call.resolved();
    assertThat(nextSize()).isEqualTo(1);
  }

  @Test
  void next_moreWritesAfterTooFew_takesAFullRequest() {
    accept(3, 1_000_000);
    assertThat(nextSize()).isZero();
    assertThat(nextSize()).isZero();
    accept(1, 1_000_000);
    assertThat(nextSize()).isEqualTo(3);
    accept(1, 1_000_000);
    assertThat(nextSize()).isZero();
    accept(2, 1_000_000);
    assertThat(nextSize()).isEqualTo(3);
  }

  @Test
  void drain_readyWrites_failsThemAndLeavesNothing() {
    accept(3, 0);
    batcher.drain(call, StopCause.CANCELLED);
    call.endOfInput();

    assertThat(fixture.outcomes).hasSize(3).allMatch(NotSent.class::isInstance);
    assertThat(nextSize()).isZero();
  }

  /** The bound of a user with an email of 5,000 characters is 38,000 bytes, the user is 5,050. */
  @ParameterizedTest
  @CsvSource({"75, 7_000, true", "75, 8_000, false", "1, 650_000, true", "1, 670_000, false"})
  void formBatch_upperBoundOfTheSize_decidesWhetherTheBodyIsEncodedLater(
      int users, String emailChars, boolean later) {
    accept(users, Integer.parseInt(emailChars.replace("_", "")));
    call.endOfInput();
    fixture.encodings.set(0);

    Batch batch = Objects.requireNonNull(batcher.formBatch(call, 0));

    assertThat(batch.writes()).hasSize(users);
    assertThat(fixture.encodings).hasValue(later ? 0 : 1);
    assertThat(batch.request().maxBytes()).isLessThanOrEqualTo(PayloadLimits.MAX_BODY_BYTES);
    String body = EngineFixture.text(batch.request().body().get());
    assertThat((long) body.length()).isLessThanOrEqualTo(batch.request().maxBytes());
    assertThat(body).contains("user-0", "user-" + (users - 1));
    assertThat(EngineFixture.text(batch.request().body().get())).isEqualTo(body);
  }

  @Test
  void part_someWrites_keepsTheDeadlineAndSendsOnlyThem() {
    accept(2, 0);
    call.endOfInput();
    Batch whole = batcher.formBatch(call, 0);

    Batch part = batcher.part(whole, whole.writes().subList(1, 2));

    assertThat(part.writes()).containsExactly(whole.writes().get(1));
    assertThat(part.deadlineNanos()).isEqualTo(whole.deadlineNanos());
    assertThat(
            new String(part.request().body().get().get(0), java.nio.charset.StandardCharsets.UTF_8))
        .contains("user-1")
        .doesNotContain("user-0");
  }
}
