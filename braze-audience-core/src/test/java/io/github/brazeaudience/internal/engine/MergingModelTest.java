package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.ApiKeyOperatingSystem;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.EmptyMembership;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.config.PerSegmentValue;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.PayloadEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Model test that merging equals writing each update separately: the merged object and a model of
 * the rules leave the same profile.
 */
class MergingModelTest {
  private static final int ROUNDS = 2_000;
  private static final String SINGLE = "SegmentMembership";
  private static final String ARRAY = "SegmentMembershipArray";

  @ParameterizedTest
  @EnumSource
  void merge_randomUpdatesOfOneUser_equalsWritingThemInOrder(SendSegmentsAs mode) {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = 7_919L * round + mode.name().hashCode();
      Random random = new Random(seed);
      BrazeAudienceConfig config = config(mode, random);
      List<AudienceUpdate> updates = updates(random);
      ProfileModel before = profile(random);
      InTurn expected = new InTurn(config, before.copy());
      expected.writeAll(updates);

      List<UserOutcome> unsent = new ArrayList<>();
      UpdateMerger window = new UpdateMerger(PayloadBuilder.of(config), false, unsent::add);
      for (int i = 0; i < updates.size(); i++) {
        window.add(i, updates.get(i));
      }
      List<UserWrite> writes = window.drain();
      ProfileModel after = before.copy();
      PayloadEncoder encoder = PayloadBuilder.of(config).encoder();
      writes.forEach(write -> after.apply(encoder.encode(write.attributes())));
      int alone = unsent.size();
      writes.forEach(write -> unsent.addAll(write.unsent()));

      Supplier<String> what =
          () ->
              String.format(
                  Locale.ROOT,
                  "seed %d, %s, updates %s, before %s",
                  seed,
                  config.sendSegmentsAs(),
                  updates,
                  before);
      assertThat(writes).as(what).hasSizeLessThanOrEqualTo(1);
      assertThat(after).as(what).isEqualTo(expected.profile);
      assertThat(rejections(unsent)).as(what).isEqualTo(expected.rejections);
      int together = writes.isEmpty() ? 0 : outcomes(writes.get(0));
      assertThat(alone + together).as(what).isEqualTo(updates.size());
    }
  }

  private static int outcomes(UserWrite write) {
    return write.unsent().size() + write.toSend().size();
  }

  private static Map<Long, Reason> rejections(List<UserOutcome> unsent) {
    assertThat(unsent).allMatch(o -> o instanceof Rejected || o instanceof Unchanged);
    return unsent.stream()
        .filter(Rejected.class::isInstance)
        .collect(
            Collectors.toMap(
                UserOutcome::index,
                outcome -> outcome.reason().orElseThrow(),
                (a, b) -> a,
                TreeMap::new));
  }

  /** Applies updates one after the other according to the rules. */
  private static final class InTurn {
    private final BrazeAudienceConfig config;
    private final ProfileModel profile;
    private final Map<Long, Reason> rejections = new TreeMap<>();
    private Optional<Set<Long>> fullSet = Optional.empty();

    private record Numbered(long index, AudienceUpdate update, Optional<Instant> timestamp) {}

    private InTurn(BrazeAudienceConfig config, ProfileModel profile) {
      this.config = config;
      this.profile = profile;
    }

    private void writeAll(List<AudienceUpdate> updates) {
      List<Numbered> valid = new ArrayList<>();
      for (int i = 0; i < updates.size(); i++) {
        AudienceUpdate update = updates.get(i);
        if (isInvalid(update)) {
          rejections.put((long) i, Reason.INVALID_AUDIENCE);
        } else {
          valid.add(new Numbered(i, update, timestamp(update)));
        }
      }
      if (valid.stream().allMatch(numbered -> numbered.timestamp.isPresent())) {
        valid.sort(Comparator.comparing(numbered -> numbered.timestamp.orElseThrow()));
      }
      valid.forEach(this::write);
    }

    private void write(Numbered numbered) {
      if (numbered.update instanceof MembershipSnapshot snapshot) {
        fullSet = Optional.of(ids(snapshot.memberOf()));
        writeUser(snapshot.user());
        writeFlags(snapshot.memberOf(), snapshot.left());
        writeFullSet();
      } else {
        MembershipChange change = (MembershipChange) numbered.update;
        boolean moves = !change.entered().isEmpty() || !change.left().isEmpty();
        if (config.sendSegmentsAs().single() && fullSet.isEmpty() && moves) {
          rejections.put(numbered.index, Reason.NEEDS_FULL_MEMBERSHIP);
          return;
        }
        writeUser(change.user());
        writeFlags(change.entered(), change.left());
        writeChange(change);
      }
    }

    private void writeChange(MembershipChange change) {
      if (fullSet.isPresent()) {
        Set<Long> set = fullSet.get();
        set.removeAll(ids(change.left()));
        set.addAll(ids(change.entered()));
        writeFullSet();
      } else if (config.sendSegmentsAs().array()) {
        change.entered().forEach(audience -> profile.addTo(ARRAY, "" + audience.id()));
        change.left().forEach(audience -> profile.removeFrom(ARRAY, "" + audience.id()));
      }
    }

    private void writeFullSet() {
      Set<Long> set = fullSet.orElseThrow();
      boolean remove = set.isEmpty() && config.emptyMembership() == EmptyMembership.NULL;
      if (config.sendSegmentsAs().single()) {
        profile.set(
            SINGLE, set.stream().map(id -> "'" + id + "'").collect(Collectors.joining(",")));
        if (remove) {
          profile.remove(SINGLE);
        }
      }
      if (config.sendSegmentsAs().array()) {
        profile.set(ARRAY, set.stream().map(id -> "" + id).collect(Collectors.toSet()));
        if (remove) {
          profile.remove(ARRAY);
        }
      }
    }

    private void writeFlags(List<Audience> in, List<Audience> out) {
      if (config.sendSegmentsAs().perSegment()) {
        in.forEach(audience -> writeFlag(audience, true));
        out.forEach(audience -> writeFlag(audience, false));
      }
    }

    private void writeFlag(Audience audience, boolean member) {
      boolean strings = config.perSegmentValue() == PerSegmentValue.STRING;
      profile.set(
          "In " + audience.externalName().orElseThrow(), strings ? String.valueOf(member) : member);
    }

    private void writeUser(UserProfile user) {
      user.identity(IdentityType.EMAIL).ifPresent(email -> profile.set("email", email));
      for (PushToken token : user.pushTokens()) {
        profile.set("token of app-" + token.platform(), token.token());
      }
    }

    private static Set<Long> ids(List<Audience> audiences) {
      return audiences.stream()
          .map(Audience::id)
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static boolean isInvalid(AudienceUpdate update) {
      List<Audience> all = new ArrayList<>();
      if (update instanceof MembershipSnapshot snapshot) {
        all.addAll(snapshot.memberOf());
        all.addAll(snapshot.left());
      } else {
        all.addAll(((MembershipChange) update).entered());
        all.addAll(((MembershipChange) update).left());
      }
      return all.stream().anyMatch(audience -> audience.id() <= 0);
    }

    private static Optional<Instant> timestamp(AudienceUpdate update) {
      return update instanceof MembershipSnapshot snapshot
          ? snapshot.timestamp()
          : ((MembershipChange) update).timestamp();
    }
  }

  private static BrazeAudienceConfig config(SendSegmentsAs mode, Random random) {
    return BrazeAudienceConfig.builder()
        .restApiKey("secret-key")
        .sendSegmentsAs(mode)
        .apiKey(ApiKeyOperatingSystem.IOS, "app-IOS")
        .apiKey(ApiKeyOperatingSystem.ANDROID, "app-ANDROID")
        .emptyMembership(random.nextBoolean() ? EmptyMembership.NULL : EmptyMembership.EMPTY)
        .perSegmentValue(random.nextBoolean() ? PerSegmentValue.BOOLEAN : PerSegmentValue.STRING)
        .build();
  }

  private static ProfileModel profile(Random random) {
    ProfileModel profile = new ProfileModel();
    if (random.nextBoolean()) {
      profile.set(SINGLE, "'5','77'");
      profile.addTo(ARRAY, "5");
      profile.addTo(ARRAY, "77");
      profile.set("In N5", true);
      profile.set("email", "before@b");
      profile.set("token of app-IOS", "00");
    }
    return profile;
  }

  private static List<AudienceUpdate> updates(Random random) {
    boolean timestamps = random.nextInt(3) > 0;
    boolean everyOne = random.nextInt(4) > 0;
    List<AudienceUpdate> updates = new ArrayList<>();
    for (int i = random.nextInt(7); i >= 0; i--) {
      AudienceUpdate update = update(random);
      boolean timed = timestamps && (everyOne || random.nextBoolean());
      updates.add(timed ? at(Instant.ofEpochMilli(random.nextInt(5)), update) : update);
    }
    return updates;
  }

  private static AudienceUpdate update(Random random) {
    List<Audience> pool = new ArrayList<>();
    for (long id = 1; id <= 6; id++) {
      pool.add(Audience.of(id, "N" + id));
    }
    Collections.shuffle(pool, random);
    int in = random.nextInt(4);
    int out = in + random.nextInt(4);
    List<Audience> entered = new ArrayList<>(pool.subList(0, in));
    List<Audience> left = new ArrayList<>(pool.subList(in, out));
    if (random.nextInt(12) == 0) {
      (random.nextBoolean() ? entered : left).add(Audience.of(0, "N0"));
    }
    return random.nextInt(3) == 0
        ? MembershipSnapshot.of(user(random), entered).withLeft(left)
        : MembershipChange.of(user(random), entered, left);
  }

  private static UserProfile user(Random random) {
    UserProfile.Builder user = UserProfile.builder().customerId("u-1");
    if (random.nextInt(4) == 0) {
      user.email("e" + random.nextInt(3) + "@b");
    }
    while (random.nextInt(4) == 0) {
      PushPlatform platform = random.nextBoolean() ? PushPlatform.IOS : PushPlatform.ANDROID;
      user.pushToken(PushToken.of(platform, "a" + random.nextInt(3)));
    }
    return user.build();
  }

  private static AudienceUpdate at(Instant timestamp, AudienceUpdate update) {
    return update instanceof MembershipSnapshot snapshot
        ? snapshot.at(timestamp)
        : ((MembershipChange) update).at(timestamp);
  }
}
