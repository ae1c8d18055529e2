package io.github.brazeaudience.payload;

import static io.github.brazeaudience.payload.Payloads.json;
import static io.github.brazeaudience.payload.Payloads.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.IdentityEncoding;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the identifier of a user with an external id, and the email written with it. */
class IdentityTest extends IdentityFixture {
  @ParameterizedTest
  @EnumSource
  void externalId_eachType_isWrittenAsGiven(IdentityType type) {
    UserProfile user = UserProfile.builder().identity(type, " v 1 ").build();
    String email = type == IdentityType.EMAIL ? "\"email\":\" v 1 \"," : "";

    assertThat(json(config().externalIdentityType(type), snapshot(user)))
        .isEqualTo("{\"external_id\":\" v 1 \"," + email + MEMBERSHIP);
  }

  @ParameterizedTest
  @EnumSource
  void email_eachType_isWrittenWithTheIdentifier(IdentityType type) {
    UserProfile user = UserProfile.builder().customerId("u-1").identity(type, "a@b").build();
    String email = type == IdentityType.CUSTOMER_ID ? "u-1" : "a@b";

    assertThat(json(config().emailIdentityType(type), snapshot(user)))
        .isEqualTo("{\"external_id\":\"u-1\",\"email\":\"" + email + "\"," + MEMBERSHIP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"not an address", "A@B", " a@b "})
  void email_anyFormat_isWrittenUnchecked(String email) {
    assertThat(json(config(), snapshot(UserProfile.builder().customerId("u").email(email).build())))
        .contains("\"email\":\"" + email + "\"");
  }

  @Test
  void email_absentBlankOrHashed_isLeftOut() {
    for (UserProfile.Builder user :
        List.of(
            UserProfile.builder(),
            UserProfile.builder().email(""),
            UserProfile.builder().email("  "),
            UserProfile.builder().identity(IdentityType.EMAIL, IdentityEncoding.HASHED, "e179"))) {
      assertThat(json(config(), snapshot(user.customerId("u-1").build())))
          .isEqualTo("{\"external_id\":\"u-1\"," + MEMBERSHIP);
    }
  }

  @Test
  void identifier_externalIdAndDevices_isOnlyTheExternalId() {
    UserProfile user = everyDevice().customerId("u-1").build();

    assertThat(json(config(), snapshot(user))).isEqualTo("{\"external_id\":\"u-1\"," + MEMBERSHIP);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // external id, Braze id, IDFA, email, kind
        "u-1, b-1, i-1, a@b, EXTERNAL_ID",
        "-,   b-1, i-1, a@b, BRAZE_ID",
        "-,   b-1, -,   -,   BRAZE_ID",
        "' ', b-1, i-1, a@b, BRAZE_ID",
        "-,   ' ', i-1, a@b, USER_ALIAS",
        "-,   '',  -,   a@b, EMAIL",
        "-,   -,   i-1, a@b, USER_ALIAS",
        "-,   -,   -,   a@b, EMAIL",
      })
  void identifier_eachProfile_isTheFirstKindThatTheUserHas(
      String externalId, String brazeId, String idfa, String email, IdentifierKind expected) {
    UserProfile.Builder user = UserProfile.builder();
    Optional.ofNullable(externalId).ifPresent(user::customerId);
    Optional.ofNullable(brazeId).ifPresent(user::brazeId);
    Optional.ofNullable(idfa).ifPresent(it -> user.device(DeviceIdentityType.IDFA, it));
    Optional.ofNullable(email).ifPresent(user::email);

    assertThat(kind(user.build())).isEqualTo(expected);
  }

  @Test
  void updateExistingOnly_on_isWrittenForExternalIdsToo() {
    assertThat(json(config().updateExistingOnly(true), snapshot(UserProfile.ofCustomerId("u-1"))))
        .isEqualTo("{\"external_id\":\"u-1\",\"_update_existing_only\":true," + MEMBERSHIP);
    assertThat(json(config().updateExistingOnly(true), snapshot(everyDevice().build())))
        .isEqualTo(alias(IDFA, "idfa") + MEMBERSHIP);
  }

  @Test
  void externalId_tooLong_doesNotFallBackToTheDevice() {
    UserProfile user = everyDevice().customerId("u".repeat(988)).build();

    assertThat(refusal(config().emailFallback(true), snapshot(user)).reason())
        .isEqualTo(Reason.IDENTIFIER_TOO_LONG);
  }

  @Test
  void kind_eachIdentifier_isItsKind() {
    assertThat(kind(UserProfile.ofCustomerId("u"))).isEqualTo(IdentifierKind.EXTERNAL_ID);
    assertThat(kind(UserProfile.builder().brazeId("b").build())).isEqualTo(IdentifierKind.BRAZE_ID);
    assertThat(kind(everyDevice().build())).isEqualTo(IdentifierKind.USER_ALIAS);
    assertThat(kind(UserProfile.builder().email("a@b").build())).isEqualTo(IdentifierKind.EMAIL);
  }
}
