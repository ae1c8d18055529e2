package io.github.brazeaudience.membership;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far what a {@link MembershipStore} knows is believed. Other writers, merges and deletions
 * change profiles in Braze without the store being told. Immutable.
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
   * What is known is believed for ever, and users of whom nothing is known need a snapshot first.
   *
   * @return the policy
   */
  public static MembershipPolicy defaults() {
    return DEFAULT;
  }

  /**
   * This policy with a name for the workspace under which records are kept. By default it is the
   * REST endpoint and the fingerprint of the key; a new key then makes a new namespace, in which
   * all users are unknown: they are written in full again, and changes need a snapshot first. Give
   * a name to keep what is known when keys are rotated.
   *
   * @param namespace not blank; never one name for two workspaces
   * @return a new policy
   * @throws IllegalArgumentException if it is blank
   */
  public MembershipPolicy withNamespace(String namespace) {
    if (namespace.isBlank()) {
      throw new IllegalArgumentException(
          "`namespace` must not be blank; leave it out for the endpoint and the key's fingerprint");
    }
    return new MembershipPolicy(namespace, unknownUsers, maxAge, sendEverything);
  }

  /**
   * This policy with another meaning of changes for users of whom nothing is known.
   *
   * @param meaning by default {@link UnknownUsers#REJECT}
   * @return a new policy
   */
  public MembershipPolicy withUnknownUsers(UnknownUsers meaning) {
    return new MembershipPolicy(
        namespace, Objects.requireNonNull(meaning, "meaning"), maxAge, sendEverything);
  }

  /**
   * This policy with an age at which what a profile holds is no longer believed: the user's next
   * update is written in full. Full sets are kept whatever their age.
   *
   * @param age since all of it was last written; positive, to the second
   * @return a new policy
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
   * This policy with every update written in full, whatever the store knows. Changes are made full
   * sets all the same.
   *
   * @param everything by default false
   * @return a new policy
   */
  public MembershipPolicy withSendEverything(boolean everything) {
    return new MembershipPolicy(namespace, unknownUsers, maxAge, everything);
  }

  /**
   * The name under which records are kept.
   *
   * @return empty for the REST endpoint and the fingerprint of the key
   */
  public Optional<String> namespace() {
    return Optional.ofNullable(namespace);
  }

  /**
   * What a change means for a user of whom nothing is known.
   *
   * @return by default {@link UnknownUsers#REJECT}
   */
  public UnknownUsers unknownUsers() {
    return unknownUsers;
  }

  /**
   * How long what a profile holds is believed.
   *
   * @return empty for ever
   */
  public Optional<Duration> maxAge() {
    return Optional.ofNullable(maxAge);
  }

  /**
   * Whether every update is written in full.
   *
   * @return by default false
   */
  public boolean sendEverything() {
    return sendEverything;
  }

  @Override
  public String toString() {
    return "MembershipPolicy[namespace=%s, unknownUsers=%s, maxAge=%s, sendEverything=%s]"
        .formatted(namespace, unknownUsers, maxAge, sendEverything);
  }
}
