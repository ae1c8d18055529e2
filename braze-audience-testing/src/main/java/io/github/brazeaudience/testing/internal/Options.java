package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.testing.AttributeDefinition;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a FakeBraze.
 *
 * @param restApiKeys the permissions of each key
 * @param attributes the custom attributes that exist from the start
 * @param longestArray the number of elements that an array attribute keeps by default
 */
public record Options(
    Map<String, Set<String>> restApiKeys,
    Set<String> appIds,
    Set<String> blockedUsers,
    List<AttributeDefinition> attributes,
    int port,
    int maxObjects,
    boolean maxObjectsPerArray,
    int maxBodyBytes,
    int longestArray,
    OptionalInt maxExportsPerMinute,
    OptionalInt maxWritesPerHour,
    RequestGroups.Limits groupLimits,
    int keptRequests,
    Map<String, String> answerHeaders,
    InstantSource clock,
    @Nullable Tls tls) {

  public Options {
    restApiKeys = Map.copyOf(restApiKeys);
    appIds = Set.copyOf(appIds);
    blockedUsers = Set.copyOf(blockedUsers);
    attributes = List.copyOf(attributes);
    answerHeaders = Map.copyOf(answerHeaders);
  }

  /** Contains no key and no user. */
  @Override
  public String toString() {
    return "Options[port=%s, maxObjects=%s]".formatted(port, maxObjects);
  }
}
