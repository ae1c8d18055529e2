package io.github.brazeaudience.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes one user in every mode, with attribute names that nothing else uses. After each write it
 * reads the profile until Braze returns the expected attributes. At the end the user is in no
 * audience.
 */
final class WorkspaceCheck {
  static final String USER = "braze-audience-live-test";

  private static final String SINGLE = "LiveTestMembership";
  private static final String ARRAY = "LiveTestMembershipArray";
  private static final String PREFIX = "Live test in ";
  private static final Audience ATHENS = Audience.of(11036, "Athens");
  private static final Audience IBIZA = Audience.of(11034, "Ibiza");
  private static final Audience PARIS = Audience.of(11037, "Paris");
  private static final int MAX_READS = 40;

  private final BrazeAudienceConfig.Builder connection;
  private final ProfileReader reader;
  private final Duration readInterval;

  WorkspaceCheck(
      BrazeAudienceConfig.Builder connection, ProfileReader reader, Duration readInterval) {
    this.connection = connection;
    this.reader = reader;
    this.readInterval = readInterval;
  }

  void run() {
    var user = UserProfile.ofCustomerId(USER);

    write(
        SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT,
        MembershipSnapshot.of(user, ATHENS, IBIZA).withLeft(List.of(PARIS)));
    awaitAttributes("'11036','11034'", Set.of("11036", "11034"), true, true, false);

    write(
        SendSegmentsAs.ARRAY_AND_PER_SEGMENT,
        MembershipChange.of(user, List.of(PARIS), List.of(ATHENS)));
    awaitAttributes("'11036','11034'", Set.of("11034", "11037"), false, true, true);

    write(
        SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT,
        MembershipSnapshot.of(user).withLeft(List.of(ATHENS, IBIZA, PARIS)));
    awaitAttributes(null, null, false, false, false);
  }

  private void write(SendSegmentsAs mode, AudienceUpdate update) {
    var config =
        connection
            .singleAttributeName(SINGLE)
            .arrayAttributeName(ARRAY)
            .perSegmentPrefix(PREFIX)
            .sendSegmentsAs(mode)
            .build();
    try (var forwarder = AudienceForwarder.create(config, OkHttpBrazeTransport.create())) {
      var report = forwarder.forward(List.of(update));
      assertThat(report.accepted()).as("accepted: %s", report.outcomes()).isEqualTo(1);
    }
  }

  private void awaitAttributes(
      @Nullable String single,
      @Nullable Set<String> array,
      boolean athens,
      boolean ibiza,
      boolean paris) {
    Map<String, Object> expected = new TreeMap<>();
    expected.put(PREFIX + "Athens", athens);
    expected.put(PREFIX + "Ibiza", ibiza);
    expected.put(PREFIX + "Paris", paris);
    if (single != null) {
      expected.put(SINGLE, single);
    }
    if (array != null) {
      expected.put(ARRAY, array);
    }
    Map<String, Object> actual = read();
    for (int reads = 1; reads < MAX_READS && !actual.equals(expected); reads++) {
      actual = readAfterInterval();
    }
    assertThat(actual)
        .as("attributes of the profile after up to %d reads", MAX_READS)
        .isEqualTo(expected);
  }

  private Map<String, Object> readAfterInterval() {
    return CompletableFuture.supplyAsync(
            this::read,
            CompletableFuture.delayedExecutor(readInterval.toMillis(), TimeUnit.MILLISECONDS))
        .join();
  }

  /** Reads the attributes of this test. Arrays become sets, because Braze guarantees no order. */
  private Map<String, Object> read() {
    Map<String, Object> attributes = new TreeMap<>();
    reader
        .customAttributes(USER)
        .forEach(
            (name, value) -> {
              if (name.equals(SINGLE) || name.equals(ARRAY) || name.startsWith(PREFIX)) {
                attributes.put(name, value instanceof List<?> list ? new HashSet<>(list) : value);
              }
            });
    return attributes;
  }
}
