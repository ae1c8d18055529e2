package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.PayloadEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Updates of a user, and the objects that a merger makes of them. */
abstract class UpdateMergerFixture {
  static final UserProfile USER = UserProfile.ofCustomerId("u-1");
  static final Audience A = Audience.of(1, "A");
  static final Audience B = Audience.of(2, "B");
  static final Audience C = Audience.of(3, "C");
  static final SendSegmentsAs SINGLE = SendSegmentsAs.SINGLE_ATTRIBUTE;
  static final SendSegmentsAs ALL = SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT;
  final List<UserOutcome> unsent = new ArrayList<>();

  List<String> objects(BrazeAudienceConfig config, AudienceUpdate... updates) {
    unsent.clear();
    UpdateMerger window = new UpdateMerger(PayloadBuilder.of(config), false, unsent::add);
    for (int i = 0; i < updates.length; i++) {
      window.add(i, updates[i]);
    }
    return texts(config, window.drain());
  }

  List<String> texts(BrazeAudienceConfig config, List<UserWrite> writes) {
    PayloadEncoder encoder = PayloadBuilder.of(config).encoder();
    writes.forEach(write -> unsent.addAll(write.unsent()));
    return writes.stream()
        .map(write -> new String(encoder.encode(write.attributes()), StandardCharsets.UTF_8))
        .toList();
  }

  List<String> reasons() {
    return unsent.stream()
        .map(outcome -> outcome.index() + " " + outcome.reason().orElseThrow())
        .toList();
  }

  static BrazeAudienceConfig config(SendSegmentsAs mode) {
    return BrazeAudienceConfig.builder().restApiKey("secret-key").sendSegmentsAs(mode).build();
  }

  static MembershipSnapshot snapshot(Audience... memberOf) {
    return MembershipSnapshot.of(USER, memberOf);
  }

  static MembershipChange change(List<Audience> entered, List<Audience> left) {
    return MembershipChange.of(USER, entered, left);
  }

  static AudienceUpdate at(long millis, AudienceUpdate update) {
    Instant timestamp = Instant.ofEpochMilli(millis);
    return update instanceof MembershipSnapshot snapshot
        ? snapshot.at(timestamp)
        : ((MembershipChange) update).at(timestamp);
  }
}
