package io.github.brazeaudience.mparticle;

import static io.github.brazeaudience.mparticle.Firehose.customer;
import static io.github.brazeaudience.mparticle.Firehose.message;
import static io.github.brazeaudience.mparticle.Firehose.messageOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.mparticle.AudienceSubscriptionRequest.Action;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What kind of message a document is, and what a receiver gets of it. */
class SingleMessageTest {
  private static FirehoseMessage parse(String text) {
    return FirehoseMessage.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static AudienceSubscriptionRequest subscription(String members) {
    return (AudienceSubscriptionRequest)
        parse("{\"type\":\"audience_subscription_request\"," + members + "}");
  }

  private static String reason(String text) {
    return ((MalformedMessage) parse(text)).reason();
  }

  @ParameterizedTest
  @CsvSource({
    "firehose-2.3.0-AudienceMembershipChangeRequest.json, AudienceMembershipChangeRequest, 54d76afe-39d2-4ee4-bfba-180a194f3d40",
    "firehose-3.2.0-AudienceMembershipChangeRequest.json, AudienceMembershipChangeRequest, 1317071d-3342-4e1e-a691-84bd7e762bda",
    "raw-identities.json, AudienceMembershipChangeRequest, 1317071d-3342-4e1e-a691-84bd7e762bda",
    "firehose-noop-verification.json, VerificationRequest, 61414618-9724-40ef-b03c-f646c95552a8",
    "firehose-3.2.0-AudienceSubscriptionRequest.json, AudienceSubscriptionRequest, 416d2087-8b21-476d-95da-1b78a7f44261",
    "firehose-3.2.0-AudienceMembershipChangeResponse.json, OtherMessage, 37aaa608-8da9-410e-ae6d-cac914591089",
    "firehose-3.2.0-AudienceSubscriptionResponse.json, OtherMessage, 944530fe-4b61-4b74-a7b2-b9da238dd764",
    "firehose-3.2.0-AudienceMembershipChangeRequest_schema.json, OtherMessage, urn:jsonschema:com:mparticle:sdk:model:audienceprocessing:AudienceMembershipChangeRequest"
  })
  void parse_publishedSample_isItsKindWithItsId(String sample, String kind, String id) {
    FirehoseMessage message = FirehoseMessage.parse(Firehose.sample(sample));

    assertThat(message.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(message.id()).contains(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "firehose-2.3.0-AudienceMembershipChangeRequest.json",
        "firehose-3.2.0-AudienceMembershipChangeRequest.json",
        "raw-identities.json"
      })
  void parse_changeRequest_hasTheUpdatesOfTheReader(String sample) {
    var message = (AudienceMembershipChangeRequest) FirehoseMessage.parse(Firehose.sample(sample));

    assertThat(message.updates())
        .usingRecursiveFieldByFieldElementComparator()
        .isEqualTo(Firehose.read(Firehose.sample(sample)));
  }

  @Test
  void parse_publishedSubscription_hasItsAudienceAndAction() {
    var message =
        (AudienceSubscriptionRequest)
            FirehoseMessage.parse(
                Firehose.sample("firehose-3.2.0-AudienceSubscriptionRequest.json"));

    assertThat(message.audience()).isEqualTo(Audience.of(1234, "New Users Low Engagement"));
    assertThat(message.action()).contains(Action.ADD);
    assertThat(message.settings()).isEmpty();
    assertThat(message.timestamp()).contains(Instant.ofEpochMilli(1714592744066L));
  }

  @Test
  void parse_oneBadProfile_isAnUpdateAmongTheOthers() {
    var message =
        (AudienceMembershipChangeRequest)
            parse(
                messageOf("\"user_profiles\":[" + customer("c-1") + ",7," + customer("c-2") + "]"));

    assertThat(message.updates())
        .hasSize(3)
        .satisfiesExactly(
            first -> assertThat(first).isInstanceOf(MembershipChange.class),
            second -> assertThat(second).isInstanceOf(UnreadableUpdate.class),
            third -> assertThat(third).isInstanceOf(MembershipChange.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"account\":{}",
        "\"user_profiles\":null",
        "\"user_profiles\":[]",
        "\"user_profiles\":[null,null]"
      })
  void parse_changeRequestWithoutProfiles_isAVerification(String members) {
    assertThat(parse(messageOf(members))).isInstanceOf(VerificationRequest.class);
  }

  @ParameterizedTest
  @CsvSource({"add, ADD", "update, UPDATE", "remove, REMOVE", "Remove, REMOVE", "pause,", "'',"})
  void parse_subscriptionAction_isFoundOrEmpty(String text, Action action) {
    assertThat(subscription("\"audience_id\":7,\"action\":\"" + text + "\"").action())
        .isEqualTo(Optional.ofNullable(action));
  }

  @Test
  void parse_subscriptionMembersBeforeTheType_areTheSame() {
    var message =
        (AudienceSubscriptionRequest)
            parse(
                "{\"action\":\"update\",\"audience_name\":\"New\",\"audience_id\":\"7\","
                    + "\"audience_subscription_settings\":{\"a\":\"x\"},"
                    + "\"type\":\"audience_subscription_request\"}");

    assertThat(message.audience()).isEqualTo(Audience.of(7, "New"));
    assertThat(message.action()).contains(Action.UPDATE);
    assertThat(message.settings()).containsExactly(entry("a", "x"));
    assertThat(message.id()).isEmpty();
    assertThat(message.timestamp()).isEmpty();
  }

  @Test
  void parse_settings_areTextInTheirOrderWithoutNulls() {
    assertThat(
            subscription(
                    "\"audience_id\":7,\"audience_subscription_settings\":"
                        + "{\"b\":\"x\",\"none\":null,\"a\":12.50,\"c\":true}")
                .settings())
        .containsExactly(entry("b", "x"), entry("a", "12.50"), entry("c", "true"));
    assertThat(subscription("\"audience_id\":7,\"audience_subscription_settings\":null").settings())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"action\":\"add\"|no `audience_id`",
        "\"audience_id\":0|no `audience_id`",
        "\"audience_id\":{}|no `audience_id`",
        "\"audience_id\":9223372036854775808|no `audience_id`",
        "\"audience_id\":7,\"audience_name\":[]|`audience_name` that is not text",
        "\"audience_id\":7,\"audience_id\":7|twice",
        "\"audience_id\":7,\"action\":\"add\",\"action\":\"add\"|twice",
        "\"audience_id\":7,\"audience_subscription_settings\":[]|not an object",
        "\"audience_id\":7,\"audience_subscription_settings\":{\"secret\":{}}|neither text nor a number",
        "\"audience_id\":7,\"audience_subscription_settings\":{\"secret\":1,\"secret\":2}|setting",
        "\"audience_id\":7,\"timestamp_ms\":\"soon\"|`timestamp_ms` that is not an integer"
      })
  void parse_subscriptionOfWrongForm_isMalformedAndNoUpdate(String members, String problem) {
    String text = "{\"id\":\"m-1\",\"type\":\"audience_subscription_request\"," + members + "}";

    assertThat(reason(text)).contains(problem).doesNotContain("secret", "soon");
    assertThat(parse(text).id()).contains("m-1");
    assertThat(Firehose.read(text + message(customer("c-1")))).hasSize(1);
  }

  @Test
  void parse_moduleRegistration_isThat() {
    FirehoseMessage message =
        parse("{\"type\":\"module_registration_request\",\"id\":\"m-1\",\"timestamp_ms\":1}");

    assertThat(message).isInstanceOf(ModuleRegistrationRequest.class);
    assertThat(message.id()).contains("m-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|",
        "{\"type\":null}|",
        "{\"type\":[]}|",
        "{\"type\":\"\"}|''",
        "{\"type\":\"event_processing_request\",\"user_profiles\":7,\"timestamp_ms\":\"x\"}|event_processing_request",
        "{\"type\":\"something_newer\"}|something_newer"
      })
  void parse_anotherType_isAnOtherMessage(String text, String type) {
    assertThat(((OtherMessage) parse(text)).type()).isEqualTo(Optional.ofNullable(type));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|is empty",
        "' \n'|is empty",
        "7|is not an object",
        "[]|is not an object",
        "{|ends in the middle",
        "{\"a\":tru}|is not JSON",
        "{}{}|goes on after its end",
        "{} x|goes on after its end",
        "{\"type\":\"a\",\"type\":\"a\"}|twice",
        "{\"type\":\"audience_membership_change_request\",\"user_profiles\":{}}|not an array",
        "{\"type\":\"audience_membership_change_request\",\"timestamp_ms\":1.5}|not an integer"
      })
  void parse_whatIsNoMessage_isMalformedWithAReason(String text, String problem) {
    assertThat(reason(text)).contains(problem).endsWith("; fix it");
  }

  @Test
  void parse_byteOrderMarkAndWhiteSpaceAround_areIgnored() {
    assertThat(parse("\ufeff \n" + message(customer("c-1")) + " \r\n"))
        .isInstanceOf(AudienceMembershipChangeRequest.class);
  }

  @Test
  void parse_idOfAnotherForm_isTakenAsTextOrNotAtAll() {
    assertThat(parse("{\"id\":7}").id()).contains("7");
    assertThat(parse("{\"id\":null}").id()).isEmpty();
    assertThat(parse("{\"id\":{}}").id()).isEmpty();
    assertThat(parse("{\"id\":\"a\",\"id\":\"b\"}").id()).isEmpty();
  }

  @Test
  void parse_subscriptionMembersInAChangeRequest_areIgnored() {
    String members =
        "\"audience_id\":{},\"action\":[],\"action\":1,\"audience_subscription_settings\":7,"
            + "\"user_profiles\":["
            + customer("c-1")
            + "]";

    assertThat(Firehose.change(messageOf(members)).user().toString()).contains("CUSTOMER_ID");
    assertThat(parse(messageOf(members))).isInstanceOf(AudienceMembershipChangeRequest.class);
  }

  @Test
  void parse_randomDamage_isAMessageAndNeverThrows() {
    long seed = 20_240_502L;
    Random random = new Random(seed);
    byte[] sample = Firehose.sample("firehose-3.2.0-AudienceSubscriptionRequest.json");
    for (int round = 0; round < 5_000; round++) {
      byte[] damaged = Arrays.copyOf(sample, random.nextInt(sample.length + 1));
      if (damaged.length > 0) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }

      assertThat(FirehoseMessage.parse(damaged)).as("seed %d, round %d", seed, round).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"secret\",\"id\":\"secret\"}",
        "{\"type\":\"module_registration_request\",\"id\":\"secret\"}",
        "{\"type\":\"audience_membership_change_request\",\"id\":\"secret\"}",
        "{\"secret\":secret}",
        "{\"type\":\"audience_subscription_request\",\"audience_id\":7,\"audience_name\":\"secret\","
            + "\"audience_subscription_settings\":{\"secret\":\"secret\"}}",
        "{\"type\":\"audience_membership_change_request\",\"user_profiles\":[{\"mpid\":\"secret\"}]}"
      })
  void toString_ofAnyMessage_showsNoValue(String text) {
    assertThat(parse(text).toString()).doesNotContain("secret").contains("[");
  }
}
