package io.github.brazeaudience.payload;

import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.config.ApiKeyOperatingSystem;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Rules for push tokens: the last token of each platform that has an app id is forwarded. */
final class PushTokenRules {
  private final BrazeAudienceConfig config;

  PushTokenRules(BrazeAudienceConfig config) {
    this.config = config;
  }

  List<PushToken> forwarded(List<PushToken> tokens) {
    if (tokens.isEmpty()) {
      return tokens;
    }
    List<PushToken> wanted = new ArrayList<>(tokens);
    wanted.removeIf(token -> config.apiKey(system(token)).isEmpty());
    return lastOfEachPlatform(List.of(), wanted);
  }

  String appId(PushToken token) {
    return config.apiKey(system(token)).orElseThrow();
  }

  /** An upper bound for the encoded size of app ids, whose length is not limited. */
  long maxAppIdBytes(List<PushToken> tokens) {
    if (tokens.isEmpty()) {
      return 0;
    }
    long chars = 0;
    for (PushToken token : tokens) {
      chars += appId(token).length();
    }
    return chars * PayloadEncoder.MAX_BYTES_PER_CHAR;
  }

  static List<PushToken> lastOfEachPlatform(List<PushToken> earlier, List<PushToken> later) {
    Map<PushPlatform, PushToken> last = new EnumMap<>(PushPlatform.class);
    earlier.forEach(token -> last.put(token.platform(), token));
    later.forEach(token -> last.put(token.platform(), token));
    return List.copyOf(last.values());
  }

  private static ApiKeyOperatingSystem system(PushToken token) {
    return switch (token.platform()) {
      case IOS -> ApiKeyOperatingSystem.IOS;
      case ANDROID -> ApiKeyOperatingSystem.ANDROID;
    };
  }
}
