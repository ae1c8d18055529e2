package io.github.brazeaudience.membership;

import java.util.Arrays;

/** Treatment of a change for a user without a record in the store. */
public enum UnknownUsers {
  /**
   * The other audiences of the user count as unknown. Where the full set is needed, the change is
   * {@code Rejected(NEEDS_FULL_MEMBERSHIP)}.
   */
  REJECT("reject"),
  /**
   * The user counts as being in no audience before. Use it if the store has received every change
   * since the first one.
   */
  IN_NO_AUDIENCE("empty"),
  /**
   * Where the full set is needed and unknown, it is read back from the profile in Braze with {@code
   * POST /users/export/ids}. The REST API key needs the permission {@code users.export.ids}. A user
   * without a profile in Braze is in no audience. If the profile does not show the full set with
   * certainty, the change is {@code Rejected(NEEDS_FULL_MEMBERSHIP)}; if it cannot be read, {@code
   * NotSent}. Users with a pending write are not read back, because an export can be several
   * seconds stale.
   *
   * <p>Braze exports 50 users per request and, by default, allows 40 requests per second. This
   * limits the throughput to 120,000 unknown users per minute. In workspaces with a lower limit,
   * such as 250 requests per minute, the forwarder follows the limit that responses report.
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
   * {@return the word on command lines and in settings: {@code reject}, {@code empty} or {@code
   * read-back}}
   */
  public String label() {
    return label;
  }

  /**
   * Parses a {@link #label} or the name of a constant, ignoring case.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  public static UnknownUsers parse(String text) {
    String word = text.strip();
    return Arrays.stream(values())
        .filter(value -> word.equalsIgnoreCase(value.label) || word.equalsIgnoreCase(value.name()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "`unknownUsers` must be reject, empty or read-back, but was \"%s\""
                        .formatted(text)));
  }
}
