package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.payload.UserAttributes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An update without an outcome, and the attributes that it would write alone. */
public record PendingUpdate(long index, AudienceUpdate update, UserAttributes attributes) {
  @Nullable Instant timestamp() {
    if (update instanceof MembershipSnapshot snapshot) {
      return snapshot.timestamp().orElse(null);
    }
    return update instanceof MembershipChange change ? change.timestamp().orElse(null) : null;
  }
}
