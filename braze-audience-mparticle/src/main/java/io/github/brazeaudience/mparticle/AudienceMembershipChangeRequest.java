package io.github.brazeaudience.mparticle;

import io.github.brazeaudience.audience.AudienceUpdate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Message about audiences that users entered and left. Immutable. */
public final class AudienceMembershipChangeRequest implements FirehoseMessage {
  private final @Nullable String id;
  private final List<AudienceUpdate> updates;

  AudienceMembershipChangeRequest(@Nullable String id, List<AudienceUpdate> updates) {
    this.id = id;
    this.updates = List.copyOf(updates);
  }

  @Override
  public Optional<String> id() {
    return Optional.ofNullable(id);
  }

  /**
   * Returns the updates to forward: one for each profile of the message, in its order, with the
   * message's {@code timestamp_ms}. A profile that could not be read is an {@link
   * io.github.brazeaudience.audience.UnreadableUpdate}.
   *
   * @return an immutable list, not empty
   */
  public List<AudienceUpdate> updates() {
    return updates;
  }

  @Override
  public String toString() {
    return "AudienceMembershipChangeRequest[updates=%s]".formatted(updates.size());
  }
}
