package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.payload.PayloadBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryCallTest {
  private final PayloadBuilder payload =
      PayloadBuilder.of(BrazeAudienceConfig.builder().restApiKey("key").build());

  /** A request takes 75 users and 4,000,000 bytes; users come with emails of so many characters. */
  @ParameterizedTest
  @CsvSource({
    "   0,         0, true,   0",
    "   1,         0, true,   0",
    "   1,         0, false,  1",
    "  74,         0, true,   0",
    "  74,         0, false, 74",
    "  75,         0, true,  75",
    " 200,         0, true,  75",
    "   3, 1_000_000, true,   0",
    "   3, 1_000_000, false,  3",
    "   4, 1_000_000, true,   3",
    "   4, 1_000_000, false,  3",
    "  74,    50_000, true,   0",
    "  74,    54_000, true,  73",
    "  75,    54_000, true,  73",
  })
  void nextBatch_whileMoreMayComeOrNot_takesAFullRequestOrAll(
      int users, String emailChars, boolean moreMayCome, int expected) {
    DeliveryCall call = new DeliveryCall(payload.encoder(), PlannedDelivery.NOBODY, 0, true);
    call.ready().addAll(writes(users, Integer.parseInt(emailChars.replace("_", ""))));
    if (!moreMayCome) {
      call.noMoreComes();
    }

    Batch batch = call.nextBatch(0);

    int taken = batch == null ? 0 : batch.writes().size();
    assertThat(taken).isEqualTo(expected);
    assertThat(call.ready()).hasSize(users - expected);
  }

  @Test
  void nextBatch_moreAfterThereWasNotEnough_takesAFullRequest() {
    DeliveryCall call = new DeliveryCall(payload.encoder(), PlannedDelivery.NOBODY, 0, true);
    call.ready().addAll(writes(3, 1_000_000));
    assertThat(call.nextBatch(0)).isNull();
    assertThat(call.nextBatch(0)).isNull();
    call.ready().addAll(writes(1, 1_000_000));

    assertThat(call.nextBatch(0)).extracting(batch -> batch.writes().size()).isEqualTo(3);
    call.ready().addAll(writes(1, 1_000_000));
    assertThat(call.nextBatch(0)).isNull();
    call.ready().addAll(writes(2, 1_000_000));
    assertThat(call.nextBatch(0)).extracting(batch -> batch.writes().size()).isEqualTo(3);
  }

  private List<UserWrite> writes(int users, int emailChars) {
    UpdateWindow window = new UpdateWindow(payload, false, outcome -> {});
    for (int i = 0; i < users; i++) {
      UserProfile user =
          UserProfile.builder().customerId("user-" + i).email("e".repeat(emailChars)).build();
      window.add(i, MembershipSnapshot.of(user, Audience.of(1)));
    }
    window.settle();
    return window.take();
  }
}
