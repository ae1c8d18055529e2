package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.testing.ProfilePushToken;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Validates push tokens, with Braze's error codes, and stores them. Every app is accepted unless an
 * app is declared.
 */
final class PushTokenRules {
  private static final int SHORTEST_DEVICE_ID = 8;
  private static final int LONGEST_DEVICE_ID = 255;

  private final Set<String> appIds;

  PushTokenRules(Set<String> appIds) {
    this.appIds = appIds;
  }

  /** {@return the code of the first error, or empty if the tokens are valid} */
  Optional<String> error(Map<String, ? extends @Nullable Object> object) {
    Object tokens = object.get("push_tokens");
    if (Boolean.TRUE.equals(object.get("push_token_import"))
        && (tokens == null
            || object.containsKey("external_id")
            || object.containsKey("braze_id"))) {
      return Optional.of("BAD_PUSH_TOKEN_IMPORT");
    }
    if (tokens == null) {
      return Optional.empty();
    }
    if (!(tokens instanceof List<?> list)) {
      return Optional.of("BAD_PUSH_TOKEN_VALUE");
    }
    return list.stream().map(this::tokenError).flatMap(Optional::stream).findFirst();
  }

  private Optional<String> tokenError(@Nullable Object token) {
    if (!(token instanceof Map<?, ?> map)) {
      return Optional.of("BAD_PUSH_TOKEN_VALUE");
    }
    if (!(map.get("app_id") instanceof String appId)
        || appId.isBlank()
        || (!appIds.isEmpty() && !appIds.contains(appId))) {
      return Optional.of("BAD_PUSH_TOKEN_APP_ID");
    }
    if (!(map.get("token") instanceof String text) || text.isBlank()) {
      return Optional.of("BAD_PUSH_TOKEN_STRING");
    }
    Object deviceId = map.get("device_id");
    if (deviceId != null && !(deviceId instanceof String id && isDeviceId(id))) {
      return Optional.of("BAD_DEVICE_ID");
    }
    return Optional.empty();
  }

  /**
   * Stores validated tokens. A token replaces the token of its device; a known token without a
   * device is ignored.
   */
  void apply(ProfileDraft draft, @Nullable Object tokens) {
    if (!(tokens instanceof List<?> list)) {
      return;
    }
    for (Object element : list) {
      if (element instanceof Map<?, ?> map
          && map.get("app_id") instanceof String appId
          && map.get("token") instanceof String token) {
        store(draft, appId, token, map.get("device_id") instanceof String id ? id : null);
      }
    }
  }

  private static void store(
      ProfileDraft draft, String appId, String token, @Nullable String deviceId) {
    boolean known =
        draft.pushTokens.stream()
            .anyMatch(other -> other.appId().equals(appId) && other.token().equals(token));
    if (known && deviceId == null) {
      return;
    }
    String device =
        deviceId != null ? deviceId : "device-%s".formatted(draft.pushTokens.size() + 1);
    draft.pushTokens.removeIf(
        other ->
            other.appId().equals(appId)
                && (other.deviceId().equals(device) || other.token().equals(token)));
    draft.pushTokens.add(ProfilePushToken.of(appId, device, token));
  }

  private static boolean isDeviceId(String id) {
    int bytes = Text.utf8Length(id);
    return bytes >= SHORTEST_DEVICE_ID && bytes <= LONGEST_DEVICE_ID;
  }
}
