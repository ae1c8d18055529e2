package io.github.brazeaudience.membership;

import io.github.brazeaudience.audience.PushPlatform;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Contents of a {@link MembershipRecord} for people: the audiences of one user and the values that
 * Braze accepted, under the attribute names of a configuration. {@link MembershipRules#describe}
 * creates it. Contains no identity, and no email or push token. Immutable.
 *
 * @param damage why the record cannot be read; the other components are then empty
 * @param pending true if a write is in flight or ended with an unknown result; the next write
 *     contains everything
 * @param full true if {@code members} are all audiences of the user, false if there can be others
 * @param writtenInFullAt the time of the last write of all attributes, in whole seconds; empty if
 *     the user was never written under these attribute names
 * @param members the ids of the audiences after the accepted updates, in writing order
 * @param snapshotAt the timestamp of the newest accepted snapshot, empty if none had one
 * @param statedAt the timestamps of later statements about single audiences, by id
 * @param single the string attribute
 * @param array the array attribute
 * @param elements the known elements of an array whose other elements are unknown, by audience id
 * @param segments the attributes per segment, by name
 * @param email true if the hash of an accepted email is known
 * @param pushTokens the platforms whose accepted push token is known by its hash
 */
public record KnownUser(
    Optional<String> damage,
    boolean pending,
    boolean full,
    Optional<Instant> writtenInFullAt,
    Set<Long> members,
    Optional<Instant> snapshotAt,
    Map<Long, Instant> statedAt,
    Ids single,
    Ids array,
    Map<Long, Flag> elements,
    Map<String, Flag> segments,
    boolean email,
    Set<PushPlatform> pushTokens) {

  /** Knowledge about an attribute. */
  public enum State {
    /** It was never written, or its value was forgotten. */
    UNKNOWN,
    /** A write that may have changed it is in flight, or ended with an unknown result. */
    IN_DOUBT,
    /** Braze accepted its removal, or the profile did not have it when it was read. */
    ABSENT,
    /** Braze accepted the value, or the profile had it when it was read. */
    KNOWN
  }

  /**
   * Value of the string or the array attribute.
   *
   * @param ids without an order; empty unless the state is KNOWN
   */
  public record Ids(State state, Set<Long> ids) {
    /** Copies the ids. */
    public Ids {
      ids = Collections.unmodifiableSet(new LinkedHashSet<>(ids));
    }
  }

  /**
   * Value of an attribute per segment, or of one element of an array.
   *
   * @param audienceId the audience that owns it, empty if none has claimed it
   * @param member the last accepted value, false if the state is ABSENT or UNKNOWN
   * @param text true if it was written as a string
   */
  public record Flag(State state, Optional<Long> audienceId, boolean member, boolean text) {}

  /** Copies the collections. */
  public KnownUser {
    members = Collections.unmodifiableSet(new LinkedHashSet<>(members));
    statedAt = Collections.unmodifiableMap(new TreeMap<>(statedAt));
    elements = Collections.unmodifiableMap(new TreeMap<>(elements));
    segments = Collections.unmodifiableMap(new LinkedHashMap<>(segments));
    pushTokens = Set.copyOf(pushTokens);
  }

  /** {@return the timestamp of the newest accepted statement about an audience} */
  public Optional<Instant> newestStatement(long audienceId) {
    return Optional.ofNullable(statedAt.get(audienceId)).or(() -> snapshotAt);
  }

  /** Contains sizes only. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "KnownUser[damaged=%s, pending=%s, full=%s, members=%d]",
        damage.isPresent(),
        pending,
        full,
        members.size());
  }
}
