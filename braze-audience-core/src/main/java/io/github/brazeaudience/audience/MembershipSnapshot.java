package io.github.brazeaudience.audience;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The full membership of a user: all audiences the user is in and, if known, those that were left.
 * The set is that of the audiences connected through one configuration. Immutable.
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
   * The audiences a user is in; none at all means that the user is in no audience.
   *
   * @param user the user
   * @param memberOf all audiences, in the order in which their ids are written
   * @return the snapshot
   */
  public static MembershipSnapshot of(UserProfile user, Audience... memberOf) {
    return new MembershipSnapshot(user, List.of(memberOf), List.of(), null);
  }

  /**
   * The audiences a user is in; an empty list means that the user is in no audience.
   *
   * @param user the user
   * @param memberOf all audiences, in the order in which their ids are written
   * @return the snapshot
   */
  public static MembershipSnapshot of(UserProfile user, List<Audience> memberOf) {
    return new MembershipSnapshot(user, List.copyOf(memberOf), List.of(), null);
  }

  /**
   * This snapshot with the audiences that the user is known to have left, whose attributes per
   * segment become false.
   *
   * @param left none of them may be among {@link #memberOf}
   * @return a new snapshot
   */
  public MembershipSnapshot withLeft(List<Audience> left) {
    return new MembershipSnapshot(user, memberOf, List.copyOf(left), timestamp);
  }

  /**
   * This snapshot with the instant at which it was true, by which updates of one user in one call
   * are ordered.
   *
   * @param timestamp the instant
   * @return a new snapshot
   */
  public MembershipSnapshot at(Instant timestamp) {
    return new MembershipSnapshot(
        user, memberOf, left, Objects.requireNonNull(timestamp, "timestamp"));
  }

  /** {@return the user} */
  public UserProfile user() {
    return user;
  }

  /**
   * All audiences the user is in.
   *
   * @return an immutable list
   */
  public List<Audience> memberOf() {
    return memberOf;
  }

  /** {@return the audiences that the user is known to have left} */
  public List<Audience> left() {
    return left;
  }

  /**
   * When the snapshot was true.
   *
   * @return the instant, if it is known
   */
  public Optional<Instant> timestamp() {
    return Optional.ofNullable(timestamp);
  }

  @Override
  public String toString() {
    return "MembershipSnapshot[%s, memberOf=%s, left=%s]".formatted(user, memberOf, left);
  }
}
