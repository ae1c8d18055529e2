package io.github.brazeaudience.membership;

/** What a change means for a user of whom the store knows nothing. */
public enum UnknownUsers {
  /**
   * Nobody knows in what other audiences the user is: where the full set is needed the change is
   * {@code Rejected(NEEDS_FULL_MEMBERSHIP)}.
   */
  REJECT,
  /**
   * The user was in no audience before. For a source that has told all changes from the beginning,
   * to a store that has seen them.
   */
  IN_NO_AUDIENCE
}
