package io.github.brazeaudience.benchmarks.body;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.PayloadEncoder;
import io.github.brazeaudience.payload.UserAttributes;
import java.util.ArrayList;
import java.util.List;

/** The library's way from updates to a body, with all its rules and checks. */
final class LibraryBodies {
  private final PayloadBuilder builder;
  private final PayloadEncoder encoder;

  LibraryBodies(SendSegmentsAs mode) {
    this.builder =
        PayloadBuilder.of(
            BrazeAudienceConfig.builder().restApiKey("key").sendSegmentsAs(mode).build());
    this.encoder = builder.encoder();
  }

  /** The body, as it is given to the transport. */
  byte[] body(List<? extends AudienceUpdate> updates) {
    List<UserAttributes> objects = new ArrayList<>(updates.size());
    for (AudienceUpdate update : updates) {
      UserAttributes attributes = (UserAttributes) builder.build(update);
      if (builder.checkSize(attributes, encoder) != null) {
        throw new IllegalStateException("no user here is too large");
      }
      objects.add(attributes);
    }
    return encoder.body(objects).bytes();
  }
}
