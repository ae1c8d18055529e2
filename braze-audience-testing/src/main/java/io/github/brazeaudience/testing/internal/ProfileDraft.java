package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.testing.ProfileAlias;
import io.github.brazeaudience.testing.ProfilePushToken;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Mutable copy of a profile, to which an attributes object is applied. */
final class ProfileDraft {
  @Nullable String brazeId;
  @Nullable String externalId;
  final Map<String, ProfileAlias> aliases = new LinkedHashMap<>();
  final Map<String, Object> standard = new LinkedHashMap<>();
  final Map<String, Object> custom = new LinkedHashMap<>();
  final Set<String> deviceIds = new LinkedHashSet<>();
  final List<ProfilePushToken> pushTokens = new ArrayList<>();
}
