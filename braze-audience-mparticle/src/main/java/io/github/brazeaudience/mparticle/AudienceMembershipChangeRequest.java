package io.github.brazeaudience.mparticle;

import io.github.brazeaudience.audience.AudienceUpdate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Users came into audiences or left them. Immutable. */
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
   * The updates, to be forwarded: one for each profile of the message, in its order, at the
   * message's {@code timestamp_ms}. A profile that could not be read is one of them.
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
