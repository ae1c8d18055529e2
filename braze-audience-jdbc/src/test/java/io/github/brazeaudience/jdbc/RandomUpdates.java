package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceRenaming;
import io.github.brazeaudience.audience.AudienceRetirement;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Random updates of every kind, with texts of any UTF-16 code units. */
final class RandomUpdates {
  private final SplittableRandom random;

  RandomUpdates(long seed) {
    random = new SplittableRandom(seed);
  }

  AudienceUpdate next() {
    return switch (random.nextInt(8)) {
      case 0 -> AudienceRenaming.of(text(), audience());
      case 1 -> AudienceRetirement.of(text(), random.nextLong());
      case 2 ->
          random.nextBoolean()
              ? UnreadableUpdate.malformed(text())
              : UnreadableUpdate.invalidAudience(text());
      case 3, 4 -> {
        MembershipChange change = MembershipChange.of(user(), audiences(), audiences());
        yield random.nextBoolean() ? change : change.at(instant());
      }
      default -> {
        MembershipSnapshot snapshot =
            MembershipSnapshot.of(user(), audiences()).withLeft(audiences());
        yield random.nextBoolean() ? snapshot : snapshot.at(instant());
      }
    };
  }

  private UserProfile user() {
    UserProfile.Builder user = UserProfile.builder();
    for (IdentityType type : IdentityType.values()) {
      if (random.nextInt(6) == 0) {
        user.identity(type, text());
      }
    }
    for (DeviceIdentityType type : DeviceIdentityType.values()) {
      if (random.nextInt(6) == 0) {
        user.device(type, text());
      }
    }
    if (random.nextInt(4) == 0) {
      user.brazeId(text());
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      PushPlatform platform = random.nextBoolean() ? PushPlatform.IOS : PushPlatform.ANDROID;
      user.pushToken(
          random.nextBoolean()
              ? PushToken.of(platform, text())
              : PushToken.of(platform, text(), text()));
    }
    return user.build();
  }

  private List<Audience> audiences() {
    return list(this::audience, random.nextInt(5));
  }

  private Audience audience() {
    long id = random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(100_000);
    return random.nextBoolean() ? Audience.of(id) : Audience.of(id, text());
  }

  private Instant instant() {
    return switch (random.nextInt(6)) {
      case 0 -> Instant.MIN;
      case 1 -> Instant.MAX;
      case 2 -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
      default -> Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt());
    };
  }

  private String text() {
    int length = random.nextInt(random.nextInt(20) == 0 ? 3_000 : 20);
    StringBuilder text = new StringBuilder(length);
    int bound = random.nextInt(4) == 0 ? Character.MAX_VALUE + 1 : 128;
    for (int i = 0; i < length; i++) {
      text.append((char) random.nextInt(bound));
    }
    return text.toString();
  }

  private static <T> List<T> list(Supplier<T> element, int size) {
    List<T> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(element.get());
    }
    return list;
  }

  /** Returns everything that an update has, as values that can be compared. */
  static List<Object> parts(AudienceUpdate update) {
    if (update instanceof MembershipSnapshot it) {
      return Arrays.asList("snapshot", it.user(), it.memberOf(), it.left(), it.timestamp());
    }
    if (update instanceof MembershipChange it) {
      return Arrays.asList("change", it.user(), it.entered(), it.left(), it.timestamp());
    }
    if (update instanceof AudienceRenaming it) {
      return Arrays.asList("renaming", it.externalId(), it.audience());
    }
    if (update instanceof AudienceRetirement it) {
      return Arrays.asList("retirement", it.externalId(), it.audienceId());
    }
    UnreadableUpdate it = (UnreadableUpdate) update;
    return Arrays.asList("unreadable", it.defect(), it.message());
  }
}
