package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Equality, immutability and {@code toString} of the value types. */
class ValuesTest {
  private static BrazeProfile profile() {
    return BrazeProfile.ofExternalId("secret-id")
        .withAlias("idfa", "secret-alias")
        .withEmail("secret@example.com")
        .withAttribute("Plan", "secret-plan");
  }

  @Test
  void equals_eachField_isCompared() {
    assertThat(profile()).isEqualTo(profile()).hasSameHashCodeAs(profile());
    assertThat(profile().withAttribute("Plan", "other")).isNotEqualTo(profile());
    assertThat(profile().withAlias("idfa", "other")).isNotEqualTo(profile());
    assertThat(profile().withEmail("other@example.com")).isNotEqualTo(profile());
    assertThat(profile().withDevice("device")).isNotEqualTo(profile());
    assertThat(ProfileAlias.of("l", "n"))
        .isEqualTo(ProfileAlias.of("l", "n"))
        .hasSameHashCodeAs(ProfileAlias.of("l", "n"))
        .isNotEqualTo(ProfileAlias.of("n", "l"));
    assertThat(ProfilePushToken.of("a", "d", "t"))
        .isEqualTo(ProfilePushToken.of("a", "d", "t"))
        .hasSameHashCodeAs(ProfilePushToken.of("a", "d", "t"))
        .isNotEqualTo(ProfilePushToken.of("a", "d", "u"));
    assertThat(new SilentLosses(Map.of(SilentLoss.NAME_CUT, 1)))
        .isEqualTo(new SilentLosses(Map.of(SilentLoss.NAME_CUT, 1)))
        .hasSameHashCodeAs(new SilentLosses(Map.of(SilentLoss.NAME_CUT, 1)))
        .isNotEqualTo(new SilentLosses(Map.of()))
        .hasToString("SilentLosses{NAME_CUT=1}");
  }

  @Test
  void toString_userData_isNotPrinted() {
    assertThat(profile().toString()).doesNotContain("secret");
    assertThat(profile().aliases().toString()).doesNotContain("secret");
    assertThat(ProfilePushToken.of("app", "device", "secret").toString()).doesNotContain("secret");
    try (FakeBraze braze = FakeBraze.builder().restApiKey("secret-key").start()) {
      assertThat(braze.toString())
          .isEqualTo("FakeBraze[port=" + braze.port() + ", profiles=0, requests=0]");
      assertThat(braze.restApiKey().toString()).doesNotContain("secret");
    }
  }

  @Test
  void withAttribute_list_isCopied() {
    List<String> list = new ArrayList<>(List.of("x"));
    BrazeProfile profile = BrazeProfile.ofExternalId("u").withAttribute("a", list);
    list.add("y");

    assertThat(profile.attribute("a")).hasValue(List.of("x"));
    assertThatThrownBy(() -> profile.attributes().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void withAttribute_unsupportedType_namesTheSupportedTypes() {
    BrazeProfile profile = BrazeProfile.ofExternalId("u");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> profile.withAttribute("a", 1))
        .withMessageContaining("java.lang.Integer")
        .withMessageContaining("Long");
  }

  @Test
  void profile_readBeforeWrite_doesNotChange() {
    try (FakeBraze braze = FakeBraze.start()) {
      TrackClient client = new TrackClient(braze);
      client.accepted("{\"external_id\":\"u\",\"a\":[\"x\"]}");
      BrazeProfile before = braze.profile("u").orElseThrow();

      client.accepted("{\"external_id\":\"u\",\"a\":{\"add\":[\"y\"]},\"b\":1}");

      assertThat(before.attributes()).isEqualTo(Map.of("a", List.of("x")));
    }
  }
}
