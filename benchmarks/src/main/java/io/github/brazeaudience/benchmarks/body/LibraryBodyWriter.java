package io.github.brazeaudience.benchmarks.body;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.PayloadEncoder;
import io.github.brazeaudience.payload.UserAttributes;
import java.util.ArrayList;
import java.util.List;

/** Encodes updates to a request body with the library, including all rules and checks. */
final class LibraryBodyWriter {
  private final PayloadBuilder builder;
  private final PayloadEncoder encoder;

  LibraryBodyWriter(SendSegmentsAs mode) {
    this.builder =
        PayloadBuilder.of(
            BrazeAudienceConfig.builder().restApiKey("key").sendSegmentsAs(mode).build());
    this.encoder = builder.encoder();
  }

  /** Returns the body as the transport gets it. */
  byte[] body(List<? extends AudienceUpdate> updates) {
    List<UserAttributes> objects = new ArrayList<>(updates.size());
    for (AudienceUpdate update : updates) {
      UserAttributes attributes = (UserAttributes) builder.build(update);
      if (builder.checkSize(attributes, encoder) != null) {
        throw new IllegalStateException("a user is too large for a request");
      }
      objects.add(attributes);
    }
    return encoder.body(objects).bytes();
  }
}
