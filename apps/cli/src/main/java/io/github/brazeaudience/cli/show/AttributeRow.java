package io.github.brazeaudience.cli.show;

import io.github.brazeaudience.config.AttributeNames;
import java.util.Set;

/**
 * One attribute of a user, in the store and in Braze.
 *
 * @param audiences the audiences that it is about, as far as the store knows them
 * @param store the value in the store, for people
 * @param braze the value in Braze, for people
 */
public record AttributeRow(
    String name, Set<Long> audiences, String store, String braze, Match match) {
  /** Value of an attribute that is not on the profile. */
  static final String ABSENT = "-";

  /** Value of an attribute without a stored record. */
  static final String UNKNOWN = "?";

  /** {@return true for the string and the array} */
  boolean isOfAllAudiences(AttributeNames names) {
    return name.equals(names.single()) || name.equals(names.array());
  }

  /** Whether the store and Braze have the same value. */
  public enum Match {
    /** They have. */
    SAME(""),
    /** They have not. */
    DIFFERS("differs"),
    /** The store does not know, because a write is in flight or its result is unknown. */
    IN_DOUBT("doubt"),
    /** One of them was not read, or the store has no value to compare with. */
    NOT_COMPARED("");

    private final String mark;

    Match(String mark) {
      this.mark = mark;
    }

    /** {@return the mark in a table} */
    public String mark() {
      return mark;
    }
  }
}
