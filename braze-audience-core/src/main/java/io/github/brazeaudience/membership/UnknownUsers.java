package io.github.brazeaudience.membership;

import java.util.Arrays;

/** What a change means for a user of whom the store knows nothing. */
public enum UnknownUsers {
  /**
   * Nobody knows in what other audiences the user is: where the full set is needed the change is
   * {@code Rejected(NEEDS_FULL_MEMBERSHIP)}.
   */
  REJECT("reject"),
  /**
   * The user was in no audience before. For a source that has told all changes from the beginning,
   * to a store that has seen them.
   */
  IN_NO_AUDIENCE("empty"),
  /**
   * Where the full set is needed and not known, it is read back from the profile in Braze with
   * {@code POST /users/export/ids}, for which the REST API key needs the permission {@code
   * users.export.ids}. A user of whom Braze has no profile is in no audience. If what the profile
   * holds does not tell the full set for certain, the change is {@code
   * Rejected(NEEDS_FULL_MEMBERSHIP)}; if it cannot be read, {@code NotSent}. Users in doubt are not
   * read back, because what Braze tells may lag seconds behind what it has taken.
   *
   * <p>Braze exports 50 users a request and, by default, 250 requests a minute, so that no more
   * than 12,500 unknown users a minute can be forwarded.
   *
   * @see <a
   *     href="https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier">Braze:
   *     /users/export/ids</a>
   */
  READ_BACK("read-back");

  private final String label;

  UnknownUsers(String label) {
    this.label = label;
  }

  /**
   * The word for this on command lines and in settings.
   *
   * @return {@code reject}, {@code empty} or {@code read-back}
   */
  public String label() {
    return label;
  }

  /**
   * Reads a meaning from its {@link #label} or its constant, in any case.
   *
   * @param text the spelling
   * @return the meaning
   * @throws IllegalArgumentException if none is spelled so
   */
  public static UnknownUsers parse(String text) {
    String word = text.strip();
    return Arrays.stream(values())
        .filter(
            meaning ->
                word.equalsIgnoreCase(meaning.label) || word.equalsIgnoreCase(meaning.name()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "`unknownUsers` must be reject, empty or read-back, but was \"%s\""
                        .formatted(text)));
  }
}
