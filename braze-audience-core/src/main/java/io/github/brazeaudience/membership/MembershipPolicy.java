package io.github.brazeaudience.membership;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Configures how far a forwarder relies on its {@link MembershipStore}. Other writers, merges and
 * deletions can change profiles in Braze without the store noticing. Immutable.
 */
public final class MembershipPolicy {
  private static final Duration LONGEST_AGE = Duration.ofDays(36_500);

  private static final MembershipPolicy DEFAULT =
      new MembershipPolicy(null, UnknownUsers.REJECT, null, false);

  private final @Nullable String namespace;
  private final UnknownUsers unknownUsers;
  private final @Nullable Duration maxAge;
  private final boolean sendEverything;

  private MembershipPolicy(
      @Nullable String namespace,
      UnknownUsers unknownUsers,
      @Nullable Duration maxAge,
      boolean sendEverything) {
    this.namespace = namespace;
    this.unknownUsers = unknownUsers;
    this.maxAge = maxAge;
    this.sendEverything = sendEverything;
  }

  /**
   * Returns the default policy: records never expire, and users without one need a snapshot first.
   */
  public static MembershipPolicy defaults() {
    return DEFAULT;
  }

  /**
   * Sets the namespace of the records, which identifies the workspace. By default it is the REST
   * endpoint and the fingerprint of the key, so a new key starts a new namespace without records:
   * users are written in full again, and changes need a snapshot first. Set a namespace to keep the
   * records when keys are rotated.
   *
   * @param namespace not blank, and different for each workspace
   * @throws IllegalArgumentException if it is blank
   */
  public MembershipPolicy withNamespace(String namespace) {
    if (namespace.isBlank()) {
      throw new IllegalArgumentException(
          "`namespace` must not be blank; omit it to use the endpoint and the key's fingerprint");
    }
    return new MembershipPolicy(namespace, unknownUsers, maxAge, sendEverything);
  }

  /** Sets how a change is treated for a user without a record. */
  public MembershipPolicy withUnknownUsers(UnknownUsers meaning) {
    return new MembershipPolicy(
        namespace, Objects.requireNonNull(meaning, "meaning"), maxAge, sendEverything);
  }

  /**
   * Sets the maximum age of a record. The next update of a user with an older record is written in
   * full. The known full set itself does not expire.
   *
   * @param age the time since the last write in full, in whole seconds
   * @throws IllegalArgumentException if it is less than a second or more than 100 years
   */
  public MembershipPolicy withMaxAge(Duration age) {
    if (age.compareTo(Duration.ofSeconds(1)) < 0 || age.compareTo(LONGEST_AGE) > 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "`maxAge` must be between 1 s and %d days, but was %s",
              LONGEST_AGE.toDays(),
              age));
    }
    return new MembershipPolicy(namespace, unknownUsers, age, sendEverything);
  }

  /**
   * Sets whether every update is written in full, even if the profile already has the values. By
   * default false.
   */
  public MembershipPolicy withSendEverything(boolean everything) {
    return new MembershipPolicy(namespace, unknownUsers, maxAge, everything);
  }

  /**
   * {@return the namespace of the records, empty for the REST endpoint and the fingerprint of the
   * key}
   */
  public Optional<String> namespace() {
    return Optional.ofNullable(namespace);
  }

  /**
   * {@return how a change is treated for a user without a record; by default {@link
   * UnknownUsers#REJECT}}
   */
  public UnknownUsers unknownUsers() {
    return unknownUsers;
  }

  /** {@return the maximum age of a record, empty if records never expire} */
  public Optional<Duration> maxAge() {
    return Optional.ofNullable(maxAge);
  }

  /** {@return true if every update is written in full} */
  public boolean sendEverything() {
    return sendEverything;
  }

  @Override
  public String toString() {
    return "MembershipPolicy[namespace=%s, unknownUsers=%s, maxAge=%s, sendEverything=%s]"
        .formatted(namespace, unknownUsers, maxAge, sendEverything);
  }
}
