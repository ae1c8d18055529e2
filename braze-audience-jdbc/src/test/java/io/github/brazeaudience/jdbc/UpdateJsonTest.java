package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceRenaming;
import io.github.brazeaudience.audience.AudienceRetirement;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UpdateJsonTest {
  private static final int UPDATES = Boolean.getBoolean("tests.full") ? 200_000 : 2_000;

  @Test
  void write_updateWithEverything_isCompactJson() {
    UserProfile user =
        UserProfile.builder()
            .customerId("c-1")
            .email("c1@example.com")
            .device(DeviceIdentityType.IDFA, "A-1")
            .brazeId("b-1")
            .pushToken(PushToken.of(PushPlatform.ANDROID, "t-1"))
            .pushToken(PushToken.of(PushPlatform.IOS, "t-2", "d-2"))
            .build();
    MembershipSnapshot snapshot =
        MembershipSnapshot.of(user, Audience.of(11036, "Aspiring Athenians"), Audience.of(11034))
            .withLeft(List.of(Audience.of(11037)))
            .at(Instant.ofEpochMilli(1_714_592_744_065L));

    assertThat(UpdateWriter.write(snapshot))
        .isEqualTo(
            "{\"v\":1,\"type\":\"snapshot\","
                + "\"identities\":{\"CUSTOMER_ID\":\"c-1\",\"EMAIL\":\"c1@example.com\"},"
                + "\"devices\":{\"IDFA\":\"A-1\"},\"braze_id\":\"b-1\","
                + "\"push_tokens\":[{\"platform\":\"ANDROID\",\"token\":\"t-1\"},"
                + "{\"platform\":\"IOS\",\"token\":\"t-2\",\"device_id\":\"d-2\"}],"
                + "\"member_of\":[[11036,\"Aspiring Athenians\"],[11034]],\"left\":[[11037]],"
                + "\"timestamp\":\"2024-05-01T19:45:44.065Z\"}");
  }

  @Test
  void read_randomUpdates_returnsEqualUpdates() {
    long seed = Seeds.of("UpdateJsonTest");
    RandomUpdates updates = new RandomUpdates(seed);
    for (int i = 0; i < UPDATES; i++) {
      AudienceUpdate update = updates.next();
      AudienceUpdate read = UpdateReader.read(UpdateWriter.write(update));
      assertThat(RandomUpdates.parts(read))
          .as("update %d, seed %d", i, seed)
          .isEqualTo(RandomUpdates.parts(update));
    }
  }

  @Test
  void read_unpairedSurrogate_keepsIt() {
    UserProfile user = UserProfile.ofCustomerId("a\uD83D");
    AudienceUpdate read = UpdateReader.read(UpdateWriter.write(MembershipSnapshot.of(user)));
    assertThat(((MembershipSnapshot) read).user().identity(IdentityType.CUSTOMER_ID))
        .contains("a\uD83D");
  }

  @Test
  void read_updatesOfTheForwarder_returnsThem() {
    assertThat(UpdateWriter.write(AudienceRenaming.of("u-1", Audience.of(1, "New"))))
        .isEqualTo(
            "{\"v\":1,\"type\":\"renaming\",\"external_id\":\"u-1\",\"audience\":[[1,\"New\"]]}");
    assertThat(UpdateWriter.write(AudienceRetirement.of("u-1", 7)))
        .isEqualTo("{\"v\":1,\"type\":\"retirement\",\"external_id\":\"u-1\",\"audience_id\":7}");
  }

  @Test
  void read_unknownMember_ignoresIt() {
    AudienceUpdate read =
        UpdateReader.read(
            "{\"v\":1,\"new\":{\"a\":[1]},\"type\":\"change\",\"identities\":{},\"devices\":{},"
                + "\"entered\":[],\"left\":[[2]]}");
    assertThat(((MembershipChange) read).left()).containsExactly(Audience.of(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "{}",
        "{\"v\":1}",
        "{\"v\":1,\"type\":\"other\"}",
        "{\"v\":1,\"type\":\"renaming\",\"external_id\":\"secret\"}",
        "{\"v\":1,\"type\":\"retirement\",\"audience_id\":1}",
        "{\"v\":1,\"type\":\"snapshot\",\"identities\":{\"secret\":\"u\"}}",
        "{\"v\":1,\"type\":\"snapshot\",\"identities\":{\"EMAIL\":[]}}",
        "{\"v\":1,\"type\":\"snapshot\",\"member_of\":[[\"secret\"]]}",
        "{\"v\":1,\"type\":\"snapshot\",\"member_of\":[[]]}",
        "{\"v\":1,\"type\":\"snapshot\",\"timestamp\":\"secret\"}",
        "{\"v\":1,\"type\":\"snapshot\",\"push_tokens\":[{\"platform\":\"secret\"}]}",
        "{\"v\":1,\"type\":\"unreadable\",\"defect\":\"secret\",\"message\":\"\"}",
        "{\"v\":1,\"type\":\"snapshot\"}}"
      })
  void read_damagedContent_isUnreadableWithoutItsValues(String content) {
    AudienceUpdate read = UpdateReader.read(content);
    assertThat(read).isInstanceOf(UnreadableUpdate.class);
    assertThat(read.toString())
        .contains("MALFORMED_INPUT", "is not an update")
        .doesNotContain("secret");
  }

  @Test
  void read_laterFormat_namesTheVersions() {
    assertThat(UpdateReader.read("{\"v\":2,\"type\":{}}").toString())
        .contains("has the format 2, but this version reads 1; update the relay");
  }
}
