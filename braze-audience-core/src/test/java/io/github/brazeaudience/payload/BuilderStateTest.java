package io.github.brazeaudience.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that a builder keeps no state: a result does not depend on earlier updates. */
class BuilderStateTest {
  private static final UserProfile USER = UserProfile.ofCustomerId("u-1");
  private static final List<String> NAMES =
      List.of("A", " A ", "B", "C", "", " ", "\ud83d", "n".repeat(256), " ".repeat(600) + "D");

  private static PayloadBuilder builder(SendSegmentsAs mode) {
    return PayloadBuilder.of(
        BrazeAudienceConfig.builder().restApiKey("key").sendSegmentsAs(mode).build());
  }

  private static List<Audience> audiences(Random random) {
    return Stream.generate(
            () -> {
              int id = random.nextInt(random.nextInt(20) == 0 ? 1 : 7);
              return random.nextInt(12) == 0
                  ? Audience.of(id)
                  : Audience.of(id, NAMES.get(random.nextInt(random.nextInt(8) == 0 ? 9 : 4)));
            })
        .filter(audience -> audience.id() > 0 || random.nextInt(6) == 0)
        .limit(random.nextInt(4))
        .toList();
  }

  private static String made(PayloadBuilder builder, AudienceUpdate update) {
    PayloadResult result = builder.build(update);
    if (result instanceof PayloadRefusal refusal) {
      return refusal.reason() + ": " + refusal.message();
    }
    UserAttributes attributes = (UserAttributes) result;
    byte[] object = builder.encoder().encodeKnown(attributes);
    return "%s %s %s"
        .formatted(
            new String(object, StandardCharsets.UTF_8), attributes.entered(), attributes.flags());
  }

  @ParameterizedTest
  @EnumSource(SendSegmentsAs.class)
  void build_audiencesSeenBefore_equalsTheResultOfANewBuilder(SendSegmentsAs mode) {
    PayloadBuilder old = builder(mode);
    int written = 0;
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      List<Audience> in = audiences(random);
      List<Audience> out = audiences(random);
      AudienceUpdate update =
          random.nextBoolean()
              ? MembershipSnapshot.of(USER, in).withLeft(out)
              : MembershipChange.of(USER, in, out);

      String made = made(old, update);

      assertThat(made).as("seed %d", seed).isEqualTo(made(builder(mode), update));
      written += made.startsWith("{") ? 1 : 0;
    }
    assertThat(written).as("updates that were written").isBetween(300, 2_900);
  }
}
