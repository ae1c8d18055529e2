package io.github.brazeaudience.payload;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;

/** Test fixture that builds payloads of an update for a configuration. */
final class Payloads {
  static final Audience ATHENIANS = Audience.of(11036, "Aspiring Athenians");
  static final Audience DREAMERS = Audience.of(11034, "Ibiza Dreamers");
  static final Audience PARISIANS = Audience.of(11037, "Possible Parisians");

  private Payloads() {}

  static BrazeAudienceConfig.Builder config(SendSegmentsAs mode) {
    return BrazeAudienceConfig.builder().restApiKey("secret-key").sendSegmentsAs(mode);
  }

  static PayloadResult build(BrazeAudienceConfig.Builder config, AudienceUpdate update) {
    PayloadBuilder builder = PayloadBuilder.of(config.build());
    PayloadResult result = builder.build(update);
    if (result instanceof UserAttributes attributes) {
      PayloadRefusal refusal = builder.checkSize(attributes, builder.encoder());
      return refusal != null ? refusal : result;
    }
    return result;
  }

  static UserAttributes attributes(BrazeAudienceConfig.Builder config, AudienceUpdate update) {
    PayloadResult result = build(config, update);
    if (result instanceof UserAttributes attributes) {
      return attributes;
    }
    throw new AssertionError("refused: " + result);
  }

  static PayloadRefusal refusal(BrazeAudienceConfig.Builder config, AudienceUpdate update) {
    PayloadResult result = build(config, update);
    if (result instanceof PayloadRefusal refusal) {
      return refusal;
    }
    throw new AssertionError("not refused: " + result);
  }

  static String json(BrazeAudienceConfig.Builder config, AudienceUpdate update) {
    byte[] object = PayloadBuilder.of(config.build()).encoder().encode(attributes(config, update));
    return new String(object, StandardCharsets.UTF_8);
  }

  /** Creates audiences with consecutive ids and distinct names. */
  static List<Audience> audiences(long first, int count) {
    return LongStream.range(first, first + count)
        .mapToObj(id -> Audience.of(id, "N" + id))
        .toList();
  }
}
