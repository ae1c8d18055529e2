package io.github.brazeaudience.audience;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The audiences that a user entered and left, all others being unknown. The string attribute needs
 * the full set, so in modes that write it a change is {@code Rejected(NEEDS_FULL_MEMBERSHIP)}
 * unless the full set is known. Immutable.
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
   * What changed for a user.
   *
   * @param user the user
   * @param entered the audiences that the user came into
   * @param left the audiences that the user went out of, none of them among {@code entered}
   * @return the change
   */
  public static MembershipChange of(UserProfile user, List<Audience> entered, List<Audience> left) {
    return new MembershipChange(user, List.copyOf(entered), List.copyOf(left), null);
  }

  /**
   * This change with the instant at which it came true, by which updates of one user in one call
   * are ordered.
   *
   * @param timestamp the instant
   * @return a new change
   */
  public MembershipChange at(Instant timestamp) {
    return new MembershipChange(
        user, entered, left, Objects.requireNonNull(timestamp, "timestamp"));
  }

  /** {@return the user} */
  public UserProfile user() {
    return user;
  }

  /** {@return the audiences that the user came into} */
  public List<Audience> entered() {
    return entered;
  }

  /** {@return the audiences that the user went out of} */
  public List<Audience> left() {
    return left;
  }

  /**
   * When the change came true.
   *
   * @return the instant, if it is known
   */
  public Optional<Instant> timestamp() {
    return Optional.ofNullable(timestamp);
  }

  @Override
  public String toString() {
    return "MembershipChange[%s, entered=%s, left=%s]".formatted(user, entered, left);
  }
}
