package io.github.brazeaudience.examples.live;

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
 * Writes one user in every form, under names that nothing else uses, and reads back after each
 * write until Braze shows it. At the end the user is in no audience.
 */
final class WorkspaceCheck {
  static final String USER = "braze-audience-live-test";

  private static final String TEXT = "LiveTestMembership";
  private static final String ARRAY = "LiveTestMembershipArray";
  private static final String PREFIX = "Live test in ";
  private static final Audience ATHENS = Audience.of(11036, "Athens");
  private static final Audience IBIZA = Audience.of(11034, "Ibiza");
  private static final Audience PARIS = Audience.of(11037, "Paris");
  private static final int LOOKS = 40;

  private final BrazeAudienceConfig.Builder connection;
  private final Profiles profiles;
  private final Duration betweenLooks;

  WorkspaceCheck(BrazeAudienceConfig.Builder connection, Profiles profiles, Duration betweenLooks) {
    this.connection = connection;
    this.profiles = profiles;
    this.betweenLooks = betweenLooks;
  }

  void run() {
    var user = UserProfile.ofCustomerId(USER);

    write(
        SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT,
        MembershipSnapshot.of(user, ATHENS, IBIZA).withLeft(List.of(PARIS)));
    appears("'11036','11034'", Set.of("11036", "11034"), true, true, false);

    write(
        SendSegmentsAs.ARRAY_AND_PER_SEGMENT,
        MembershipChange.of(user, List.of(PARIS), List.of(ATHENS)));
    appears("'11036','11034'", Set.of("11034", "11037"), false, true, true);

    write(
        SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT,
        MembershipSnapshot.of(user).withLeft(List.of(ATHENS, IBIZA, PARIS)));
    appears(null, null, false, false, false);
  }

  private void write(SendSegmentsAs mode, AudienceUpdate update) {
    var config =
        connection
            .singleAttributeName(TEXT)
            .arrayAttributeName(ARRAY)
            .perSegmentPrefix(PREFIX)
            .sendSegmentsAs(mode)
            .build();
    try (var forwarder = AudienceForwarder.create(config, OkHttpBrazeTransport.create())) {
      var report = forwarder.forward(List.of(update));
      assertThat(report.accepted()).as("accepted: %s", report.outcomes()).isEqualTo(1);
    }
  }

  private void appears(
      @Nullable String text,
      @Nullable Set<String> array,
      boolean athens,
      boolean ibiza,
      boolean paris) {
    Map<String, Object> expected = new TreeMap<>();
    expected.put(PREFIX + "Athens", athens);
    expected.put(PREFIX + "Ibiza", ibiza);
    expected.put(PREFIX + "Paris", paris);
    if (text != null) {
      expected.put(TEXT, text);
    }
    if (array != null) {
      expected.put(ARRAY, array);
    }
    Map<String, Object> found = look();
    for (int looks = 1; looks < LOOKS && !found.equals(expected); looks++) {
      found = later();
    }
    assertThat(found).as("on the profile, looked at %d times at most", LOOKS).isEqualTo(expected);
  }

  private Map<String, Object> later() {
    return CompletableFuture.supplyAsync(
            this::look,
            CompletableFuture.delayedExecutor(betweenLooks.toMillis(), TimeUnit.MILLISECONDS))
        .join();
  }

  /** Ours of the attributes; an array without its order, which add and remove do not promise. */
  private Map<String, Object> look() {
    Map<String, Object> ours = new TreeMap<>();
    profiles
        .customAttributes(USER)
        .forEach(
            (name, value) -> {
              if (name.equals(TEXT) || name.equals(ARRAY) || name.startsWith(PREFIX)) {
                ours.put(name, value instanceof List<?> list ? new HashSet<>(list) : value);
              }
            });
    return ours;
  }
}
