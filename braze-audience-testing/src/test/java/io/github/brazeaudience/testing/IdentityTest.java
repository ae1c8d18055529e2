package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Selection and creation of the profile for an object. */
class IdentityTest {
  private static final String IDFA =
      "\"user_alias\":{\"alias_label\":\"idfa\",\"alias_name\":\"X\"}";

  private final FakeBraze braze = FakeBraze.start();
  private final TrackClient client = new TrackClient(braze);

  @AfterEach
  void stop() {
    braze.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"external_id\":\"u\"' | 1",
        "'\"external_id\":\"u\",\"_update_existing_only\":false' | 1",
        "'\"external_id\":\"u\",\"_update_existing_only\":true' | 0",
        "'\"user_alias\":{\"alias_label\":\"l\",\"alias_name\":\"n\"}' | 0",
        "'\"user_alias\":{\"alias_label\":\"l\",\"alias_name\":\"n\"},\"_update_existing_only\":true' | 0",
        "'\"user_alias\":{\"alias_label\":\"l\",\"alias_name\":\"n\"},\"_update_existing_only\":false' | 1",
        "'\"email\":\"u@example.com\"' | 1",
        "'\"email\":\"u@example.com\",\"_update_existing_only\":true' | 0",
        "'\"phone\":\"+4930123456\"' | 1",
        "'\"braze_id\":\"0123\"' | 0",
      })
  void write_unknownUser_createsProfileOrIsIgnored(String members, int created) {
    client.accepted("{" + members + ",\"a\":1}");

    assertThat(braze.profiles()).hasSize(created);
    assertThat(braze.ignoredObjects()).isEqualTo(1 - created);
    assertThat(braze.silentLosses().total()).isZero();
  }

  @Test
  void write_knownExternalId_updatesItsProfile() {
    client.accepted("{\"external_id\":\"u\",\"a\":1}");
    client.accepted("{\"external_id\":\"u\",\"b\":2,\"_update_existing_only\":true}");

    assertThat(braze.profiles()).hasSize(1);
    assertThat(braze.profile("u").orElseThrow().attributes()).containsOnlyKeys("a", "b");
    assertThat(braze.profile("U")).isEmpty();
  }

  @Test
  void write_knownAlias_updatesItsProfile() {
    braze.put(BrazeProfile.ofExternalId("u").withAlias("idfa", "X"));

    client.accepted("{" + IDFA + ",\"a\":1}");

    assertThat(braze.profile("u").orElseThrow().attribute("a")).hasValue(1L);
    assertThat(braze.profileByAlias("idfa", "X")).isEqualTo(braze.profile("u"));
    assertThat(braze.profileByAlias("idfa", "x")).isEmpty();
    assertThat(braze.profileByAlias("idfv", "X")).isEmpty();
  }

  @Test
  void write_newAlias_createsProfileWithoutExternalId() {
    client.accepted("{" + IDFA + ",\"_update_existing_only\":false,\"a\":1}");

    BrazeProfile profile = braze.profileByAlias("idfa", "X").orElseThrow();
    assertThat(profile.aliases()).containsExactly(ProfileAlias.of("idfa", "X"));
    assertThat(profile.externalId()).isEmpty();
  }

  @Test
  void write_emailWithExternalId_isAnAttribute() {
    braze.put(BrazeProfile.ofExternalId("other").withEmail("u@example.com"));

    client.accepted("{\"external_id\":\"u\",\"email\":\"u@example.com\",\"a\":1}");

    assertThat(braze.profiles()).hasSize(2);
    assertThat(braze.profile("u").orElseThrow().email()).hasValue("u@example.com");
    assertThat(braze.profile("other").orElseThrow().attributes()).isEmpty();
  }

  @Test
  void write_emailOnly_updatesLatestProfileWithExternalId() {
    braze.put(BrazeProfile.ofExternalId("first").withEmail("u@example.com"));
    braze.put(BrazeProfile.ofExternalId("second").withEmail("u@example.com"));
    braze.put(BrazeProfile.ofAlias("idfa", "X").withEmail("u@example.com"));

    client.accepted("{\"email\":\"u@example.com\",\"a\":1}");
    client.accepted("{\"external_id\":\"first\",\"b\":1}");
    client.accepted("{\"email\":\"u@example.com\",\"c\":1}");

    assertThat(braze.profile("second").orElseThrow().attributes()).containsOnlyKeys("a");
    assertThat(braze.profile("first").orElseThrow().attributes()).containsOnlyKeys("b", "c");
    assertThat(braze.profileByEmail("u@example.com")).isEqualTo(braze.profile("first"));
  }

  @Test
  void write_newEmail_replacesOldEmailInTheIndex() {
    client.accepted("{\"external_id\":\"u\",\"email\":\"old@example.com\"}");
    client.accepted("{\"external_id\":\"u\",\"email\":\"new@example.com\"}");

    assertThat(braze.profileByEmail("old@example.com")).isEmpty();
    assertThat(braze.profileByEmail("new@example.com")).isPresent();

    client.accepted("{\"external_id\":\"u\",\"email\":null}");

    assertThat(braze.profileByEmail("new@example.com")).isEmpty();
  }

  @Test
  void write_emailAndPhoneOnly_identifiesByEmail() {
    client.accepted("{\"email\":\"u@example.com\",\"phone\":\"+49\",\"a\":1}");
    client.accepted("{\"phone\":\"+49\",\"b\":1}");

    BrazeProfile profile = braze.profileByEmail("u@example.com").orElseThrow();
    assertThat(profile.attributes()).containsOnlyKeys("a", "b");
    assertThat(braze.dataPoints()).isEqualTo(3);
  }

  @Test
  void write_brazeId_updatesItsProfile() {
    String brazeId = braze.put(BrazeProfile.ofExternalId("u")).brazeId().orElseThrow();

    client.accepted("{\"braze_id\":\"" + brazeId + "\",\"a\":1}");

    assertThat(braze.profile("u").orElseThrow().attribute("a")).hasValue(1L);
  }

  @Test
  void write_twoObjectsOfOneUser_appliesBoth() {
    client.accepted("{\"external_id\":\"u\",\"a\":1}", "{\"external_id\":\"u\",\"a\":2,\"b\":1}");

    assertThat(braze.profile("u").orElseThrow().attribute("a")).hasValue(2L);
    assertThat(braze.profiles()).hasSize(1);
  }

  @Test
  void put_seed_setsAttributeTypesAndReplacesTheProfile() {
    braze.put(BrazeProfile.ofExternalId("u").withAttribute("a", "text"));
    braze.put(BrazeProfile.ofExternalId("u").withAttribute("b", List.of("x")));

    client.accepted("{\"external_id\":\"u\",\"a\":true}");

    assertThat(braze.profiles()).hasSize(1);
    assertThat(braze.profile("u").orElseThrow().attributes()).containsOnlyKeys("b");
    assertThat(braze.silentLosses().count(SilentLoss.TYPE_MISMATCH)).isEqualTo(1);
  }

  @Test
  void builder_profile_existsAfterStart() {
    try (FakeBraze seeded =
        FakeBraze.builder()
            .profile(BrazeProfile.ofExternalId("u").withAlias("idfa", "X").withEmail("u@x.org"))
            .profile(BrazeProfile.ofEmail("v@x.org"))
            .start()) {
      assertThat(seeded.profiles()).hasSize(2);
      assertThat(seeded.profileByEmail("v@x.org").orElseThrow().externalId()).isEmpty();
      assertThat(seeded.profile("u").orElseThrow().brazeId()).isPresent();
    }
  }
}
