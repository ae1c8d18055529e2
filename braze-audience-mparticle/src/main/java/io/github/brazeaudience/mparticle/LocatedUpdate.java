package io.github.brazeaudience.mparticle;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An update, and the line on which its profile begins. */
record LocatedUpdate(long line, AudienceUpdate update) {
  LocatedUpdate at(@Nullable Instant timestamp) {
    return timestamp != null && update instanceof MembershipChange change
        ? new LocatedUpdate(line, change.at(timestamp))
        : this;
  }
}
