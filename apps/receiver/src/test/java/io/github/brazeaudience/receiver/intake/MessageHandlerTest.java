package io.github.brazeaudience.receiver.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.mparticle.FirehoseResponder;
import io.github.brazeaudience.mparticle.ModuleRegistration;
import io.github.brazeaudience.receiver.forward.RenameRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageHandlerTest {
  private static final String CHANGE =
      "{\"type\":\"audience_membership_change_request\",\"id\":\"m-1\",\"user_profiles\":[{}]}";
  private static final String RENAMING =
      "{\"type\":\"audience_subscription_request\",\"id\":\"m-2\",\"audience_id\":7,"
          + "\"audience_name\":\"New\",\"action\":\"update\"}";

  private final List<String> calls = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private final List<Integer> stored = new ArrayList<>();
  private MessageStore.Result result = MessageStore.Result.ADDED;

  private final MessageStore store =
      new MessageStore() {
        @Override
        public Result add(Optional<String> id, List<AudienceUpdate> updates) {
          calls.add("add " + id.map(String::length) + " " + updates.size());
          return result;
        }

        @Override
        public Result rename(Optional<String> id, Audience audience) {
          calls.add("rename " + audience.id() + " " + audience.externalName().orElseThrow());
          return result;
        }

        @Override
        public void warmUp(List<AudienceUpdate> updates) {
          throw new IllegalStateException("not called");
        }
      };

  private final IntakeListener listener =
      new IntakeListener() {
        @Override
        public void answered(int status, long nanos) {}

        @Override
        public void stored(int updates) {
          stored.add(updates);
        }
      };

  private int status(String message) {
    BrazeAudienceConfig config =
        BrazeAudienceConfig.builder()
            .restApiKey("key")
            .sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT)
            .build();
    return new MessageHandler(
            store,
            RenameRule.of(config, true),
            FirehoseResponder.of(ModuleRegistration.of("n", "1", config)),
            () -> false,
            listener,
            notices::add)
        .answer(message.getBytes(StandardCharsets.UTF_8))
        .status();
  }

  @ParameterizedTest
  @CsvSource({"ADDED, 200", "KNOWN, 200", "BACKLOG_FULL, 503", "FAILED, 503"})
  void answer_toAChange_dependsOnTheStore(MessageStore.Result given, int expected) {
    result = given;
    assertThat(status(CHANGE)).isEqualTo(expected);
    assertThat(calls).containsExactly("add Optional[64] 1");
    assertThat(stored).containsExactly(given == MessageStore.Result.ADDED ? 1 : 0);
  }

  @Test
  void answer_toAChangeWithoutId_storesItWithoutId() {
    assertThat(status(CHANGE.replace("\"id\":\"m-1\",", ""))).isEqualTo(200);
    assertThat(calls).containsExactly("add Optional.empty 1");
  }

  @Test
  void answer_toARenaming_storesTheNewName() {
    assertThat(status(RENAMING)).isEqualTo(200);
    assertThat(calls).containsExactly("rename 7 New");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"module_registration_request\"}|200",
        "{\"type\":\"audience_membership_change_request\",\"id\":\"m\"}|200",
        "{\"type\":\"dsr_processing_request\"}|501",
        "{|400"
      })
  void answer_toAMessageWithoutUpdates_storesNothing(String message, int expected) {
    assertThat(status(message)).isEqualTo(expected);
    assertThat(calls).isEmpty();
  }

  @Test
  void answer_afterAnError_is503() {
    result = null;
    assertThat(status(CHANGE)).isEqualTo(503);
    assertThat(notices).singleElement().asString().contains("NullPointerException");
  }
}
