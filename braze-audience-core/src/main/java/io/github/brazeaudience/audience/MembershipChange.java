package io.github.brazeaudience.audience;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The audiences that a user entered and left; the other audiences of the user are unknown. The
 * string attribute needs the full set, so in modes that write it a change is {@code
 * Rejected(NEEDS_FULL_MEMBERSHIP)} unless the full set is known. Immutable.
 */
public final class MembershipChange implements AudienceUpdate {
  private final UserProfile user;
  private final List<Audience> entered;
  private final List<Audience> left;
  private final @Nullable Instant timestamp;

  private MembershipChange(
      UserProfile user, List<Audience> entered, List<Audience> left, @Nullable Instant timestamp) {
    this.user = Objects.requireNonNull(user, "user");
    this.entered = entered;
    this.left = left;
    this.timestamp = timestamp;
  }

  /**
   * Returns a change of a user's memberships.
   *
   * @param left the audiences that the user left, none of them in {@code entered}
   */
  public static MembershipChange of(UserProfile user, List<Audience> entered, List<Audience> left) {
    return new MembershipChange(user, List.copyOf(entered), List.copyOf(left), null);
  }

  /**
   * Returns this change with the time at which it happened, which orders the updates of one user in
   * a call. With a membership store, they may arrive late in any call.
   */
  public MembershipChange at(Instant timestamp) {
    return new MembershipChange(
        user, entered, left, Objects.requireNonNull(timestamp, "timestamp"));
  }

  /** {@return the user} */
  public UserProfile user() {
    return user;
  }

  /** {@return the audiences that the user entered} */
  public List<Audience> entered() {
    return entered;
  }

  /** {@return the audiences that the user left} */
  public List<Audience> left() {
    return left;
  }

  /** {@return the time at which the change happened, if known} */
  public Optional<Instant> timestamp() {
    return Optional.ofNullable(timestamp);
  }

  @Override
  public String toString() {
    return "MembershipChange[%s, entered=%s, left=%s]".formatted(user, entered, left);
  }
}
