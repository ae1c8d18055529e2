package io.github.brazeaudience.audience;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The full membership of a user: all audiences the user is in and, if known, those the user has
 * left, among the audiences that are forwarded with one configuration. Immutable.
 */
public final class MembershipSnapshot implements AudienceUpdate {
  private final UserProfile user;
  private final List<Audience> memberOf;
  private final List<Audience> left;
  private final @Nullable Instant timestamp;

  private MembershipSnapshot(
      UserProfile user, List<Audience> memberOf, List<Audience> left, @Nullable Instant timestamp) {
    this.user = Objects.requireNonNull(user, "user");
    this.memberOf = memberOf;
    this.left = left;
    this.timestamp = timestamp;
  }

  /**
   * Returns a snapshot of a user who is in exactly these audiences, or in none.
   *
   * @param memberOf all audiences of the user; ids are written in this order
   */
  public static MembershipSnapshot of(UserProfile user, Audience... memberOf) {
    return new MembershipSnapshot(user, List.of(memberOf), List.of(), null);
  }

  /**
   * Returns a snapshot of a user who is in exactly these audiences, or in none if the list is
   * empty.
   *
   * @param memberOf all audiences of the user; ids are written in this order
   */
  public static MembershipSnapshot of(UserProfile user, List<Audience> memberOf) {
    return new MembershipSnapshot(user, List.copyOf(memberOf), List.of(), null);
  }

  /**
   * Returns this snapshot with audiences that the user has left. Their attributes per segment
   * become false.
   *
   * @param left none of them may be in {@link #memberOf}
   */
  public MembershipSnapshot withLeft(List<Audience> left) {
    return new MembershipSnapshot(user, memberOf, List.copyOf(left), timestamp);
  }

  /**
   * Returns this snapshot with the time at which it was valid, which orders the updates of one user
   * in a call. With a membership store, they may arrive late in any call.
   */
  public MembershipSnapshot at(Instant timestamp) {
    return new MembershipSnapshot(
        user, memberOf, left, Objects.requireNonNull(timestamp, "timestamp"));
  }

  /** {@return the user} */
  public UserProfile user() {
    return user;
  }

  /** {@return all audiences the user is in} */
  public List<Audience> memberOf() {
    return memberOf;
  }

  /** {@return the audiences that the user is known to have left} */
  public List<Audience> left() {
    return left;
  }

  /** {@return the time at which the snapshot was valid, if known} */
  public Optional<Instant> timestamp() {
    return Optional.ofNullable(timestamp);
  }

  @Override
  public String toString() {
    return "MembershipSnapshot[%s, memberOf=%s, left=%s]".formatted(user, memberOf, left);
  }
}
