package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PushTokenTest {
  private final FakeBraze braze = FakeBraze.start();
  private final TrackClient client = new TrackClient(braze);

  @AfterEach
  void stop() {
    braze.close();
  }

  private void write(String... tokens) {
    client.accepted("{\"external_id\":\"u\",\"push_tokens\":[" + String.join(",", tokens) + "]}");
  }

  private static String token(String app, String token, String device) {
    return "{\"app_id\":\"%s\",\"token\":\"%s\",\"device_id\":\"%s\"}"
        .formatted(app, token, device);
  }

  private static String token(String app, String token) {
    return "{\"app_id\":\"%s\",\"token\":\"%s\"}".formatted(app, token);
  }

  @Test
  void write_newTokenOfKnownDevice_replacesTheOldToken() {
    write(token("app", "t-1", "device-a"), token("app", "t-2", "device-b"));
    write(token("app", "t-3", "device-a"), token("other", "t-1", "device-a"));

    assertThat(braze.profile("u").orElseThrow().pushTokens())
        .containsExactlyInAnyOrder(
            ProfilePushToken.of("app", "device-a", "t-3"),
            ProfilePushToken.of("app", "device-b", "t-2"),
            ProfilePushToken.of("other", "device-a", "t-1"));
  }

  @Test
  void write_tokensWithoutDevice_getGeneratedDevicesAndKnownTokenStays() {
    write(token("app", "t-1"), token("app", "t-2"));
    write(token("app", "t-1"), token("other", "t-1"));

    assertThat(braze.profile("u").orElseThrow().pushTokens())
        .extracting(ProfilePushToken::appId, ProfilePushToken::token)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("app", "t-1"),
            org.assertj.core.groups.Tuple.tuple("app", "t-2"),
            org.assertj.core.groups.Tuple.tuple("other", "t-1"));
    assertThat(braze.profile("u").orElseThrow().pushTokens())
        .extracting(ProfilePushToken::deviceId)
        .doesNotHaveDuplicates();
  }

  @Test
  void write_knownTokenWithDevice_movesToTheDevice() {
    write(token("app", "t-1"));
    write(token("app", "t-1", "device-a"));

    assertThat(braze.profile("u").orElseThrow().pushTokens())
        .containsExactly(ProfilePushToken.of("app", "device-a", "t-1"));
  }

  @Test
  void write_noTokens_keepsTheOldTokens() {
    write(token("app", "t-1"));
    write();
    client.accepted("{\"external_id\":\"u\",\"a\":1}");

    assertThat(braze.profile("u").orElseThrow().pushTokens()).hasSize(1);
  }
}
