package io.github.brazeaudience.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that overridden names are validated. */
class AttributeNamesTest {
  private static final String EMOJI = "\ud83d\ude00";

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void override_blank_throws(String name) {
    assertRefused(name, "must not be blank");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$", "$add", " $membership"})
  void override_leadingDollar_throws(String name) {
    assertRefused(name, "must not begin with $");
  }

  /** Braze's standard fields and the members of an attributes object. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "external_id",
        "user_alias",
        "braze_id",
        "alias_name",
        "alias_label",
        "email",
        "phone",
        "first_name",
        "last_name",
        "gender",
        "dob",
        "country",
        "language",
        "home_city",
        "time_zone",
        "current_location",
        "date_of_first_session",
        "date_of_last_session",
        "email_subscribe",
        "push_subscribe",
        "email_open_tracking_disabled",
        "email_click_tracking_disabled",
        "marked_email_as_spam_at",
        "push_tokens",
        "subscription_groups",
        "facebook",
        "twitter",
        "image_url",
        "bio",
        "_update_existing_only",
        "push_token_import",
        "email_subscription_info",
        " email "
      })
  void override_reservedByBraze_throws(String name) {
    assertRefused(name, "must not be a name that Braze reserves");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Email", "EMAIL", "my email", "In", "a$b", "email_"})
  void override_otherName_isAccepted(String name) {
    BrazeAudienceConfig config =
        builder()
            .singleAttributeName(name)
            .arrayAttributeName(name + "2")
            .perSegmentPrefix(name)
            .build();

    assertThat(config.attributeNames().single()).isEqualTo(name);
    assertThat(config.attributeNames().array()).isEqualTo(name + "2");
    assertThat(config.attributeNames().perSegmentPrefix()).isEqualTo(name);
  }

  @Test
  void override_limits_are255CodePointsAnd479Bytes() {
    String codePoints = EMOJI.repeat(74) + "n".repeat(181);
    String bytes = EMOJI.repeat(119) + "nnn";

    assertThat(builder().singleAttributeName(codePoints).build().attributeNames().single())
        .isEqualTo(codePoints);
    assertThat(builder().singleAttributeName(bytes).build().attributeNames().single())
        .isEqualTo(bytes);
    assertThat(builder().singleAttributeName(" " + bytes + " ").build().attributeNames().single())
        .isEqualTo(bytes);
    assertRefused(EMOJI.repeat(74) + "n".repeat(182), "has 256 and 478");
    assertRefused(EMOJI.repeat(119) + "nnnn", "has 123 and 480");
  }

  @ParameterizedTest
  @CsvSource({
    "'Possible Parisians', 'In Possible Parisians'",
    "'Possible Parisians ', 'In Possible Parisians'",
    "' Possible Parisians', 'In  Possible Parisians'",
    "'', 'In'"
  })
  void perSegment_name_isStrippedAtBothEnds(String externalName, String expected) {
    assertThat(builder().build().attributeNames().perSegment(externalName)).isEqualTo(expected);
  }

  private static void assertRefused(String name, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().singleAttributeName(name))
        .withMessageContainingAll("`singleAttributeName`", problem);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().arrayAttributeName(name))
        .withMessageContainingAll("`arrayAttributeName`", problem);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().perSegmentPrefix(name))
        .withMessageContainingAll("`perSegmentPrefix`", problem);
  }

  private static BrazeAudienceConfig.Builder builder() {
    return BrazeAudienceConfig.builder().restApiKey("secret-key");
  }
}
