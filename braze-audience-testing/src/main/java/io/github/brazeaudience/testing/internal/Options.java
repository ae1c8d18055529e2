package io.github.brazeaudience.testing.internal;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a FakeBraze.
 *
 * @param restApiKeys the permissions of each key
 * @param longestArrays the number of elements that an attribute keeps, if it has its own
 */
public record Options(
    Map<String, Set<String>> restApiKeys,
    Set<String> appIds,
    Set<String> blockedUsers,
    Set<String> blockedAttributes,
    int port,
    int maxObjects,
    boolean maxObjectsPerArray,
    int maxBodyBytes,
    int longestArray,
    Map<String, Integer> longestArrays,
    int maxExportsPerMinute,
    int keptRequests,
    Map<String, String> answerHeaders,
    InstantSource clock,
    @Nullable Tls tls) {

  public Options {
    restApiKeys = Map.copyOf(restApiKeys);
    appIds = Set.copyOf(appIds);
    blockedUsers = Set.copyOf(blockedUsers);
    blockedAttributes = Set.copyOf(blockedAttributes);
    longestArrays = Map.copyOf(longestArrays);
    answerHeaders = Map.copyOf(answerHeaders);
  }

  /** {@return the number of elements that an array attribute keeps} */
  int longestArray(String attribute) {
    return longestArrays.getOrDefault(attribute, longestArray);
  }

  /** Contains no key and no user. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "Options[port=%d, maxObjects=%d]", port, maxObjects);
  }
}
