package io.github.brazeaudience.membership;

import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_ATTRIBUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.UserAttributes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules that read back profiles, and the writes that follow from an exported profile. */
abstract class ProfileReadBackFixture {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  static final UserProfile USER = UserProfile.ofCustomerId("u");

  static final MembershipChange ENTERS =
      MembershipChange.of(USER, List.of(Audience.of(7, "Seven")), List.of());

  static final String SINGLE = "SegmentMembership";
  static final String ARRAY = "SegmentMembershipArray";
  static final String REJECTED = "rejected";
  static final String NOTHING = "nothing";

  static final MembershipPolicy POLICY =
      MembershipPolicy.defaults().withUnknownUsers(UnknownUsers.READ_BACK);

  BrazeAudienceConfig config = builder(SINGLE_ATTRIBUTE).build();

  static BrazeAudienceConfig.Builder builder(SendSegmentsAs mode) {
    return BrazeAudienceConfig.builder().restApiKey("test-key").sendSegmentsAs(mode);
  }

  static MembershipChange leaves(long id) {
    return MembershipChange.of(USER, List.of(), List.of(Audience.of(id, "Left")));
  }

  MembershipRules rules() {
    return MembershipRules.of(config, POLICY);
  }

  List<UserAttributes> attributes(AudienceUpdate... updates) {
    PayloadBuilder payload = PayloadBuilder.of(config);
    return Arrays.stream(updates).map(update -> (UserAttributes) payload.build(update)).toList();
  }

  static Map<String, Object> profile(@Nullable Object... namesAndValues) {
    Map<String, Object> profile = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      if (value != null) {
        profile.put((String) namesAndValues[i], value);
      }
    }
    return profile;
  }

  /** Returns the record after a profile was read back for these updates. */
  MembershipRecord learned(
      @Nullable MembershipRecord before, Map<String, ?> profile, AudienceUpdate... updates) {
    MembershipRecord record =
        rules().readBack(attributes(updates), profile, NOW).learned().orElseThrow().apply(before);
    return MembershipRecord.ofBytes(record.toBytes());
  }

  /** Returns the object written for changes of an unknown user with this profile. */
  String written(@Nullable Map<String, ?> profile, AudienceUpdate... changes) {
    List<UserAttributes> updates = attributes(changes);
    assertThat(rules().decide(null, updates, NOW).needsReadBack()).isTrue();
    ReadBack read = rules().readBack(updates, profile, NOW);
    if (read.defect().isPresent()) {
      assertThat(read.learned()).isEmpty();
      return REJECTED;
    }
    MembershipRecord record = read.learned().orElseThrow().apply(null);
    MembershipDecision decision =
        rules().decide(MembershipRecord.ofBytes(record.toBytes()), updates, NOW);
    assertThat(decision.needsReadBack()).isFalse();
    if (decision.attributes().isEmpty()) {
      return NOTHING;
    }
    return encoded(decision);
  }

  String encoded(MembershipDecision decision) {
    byte[] json = PayloadBuilder.of(config).encoder().encode(decision.attributes());
    return new String(json, StandardCharsets.UTF_8)
        .replace("{\"external_id\":\"u\",", "")
        .replace("}", "")
        .replace('"', '`');
  }
}
