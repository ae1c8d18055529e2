package io.github.brazeaudience.membership;

import io.github.brazeaudience.config.EmptyMembership;
import io.github.brazeaudience.payload.PayloadLimits;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Known value of the string or the array attribute of a profile, without the order of the ids. */
record KnownSet(Form form, Set<Long> ids) {
  static final KnownSet UNKNOWN = new KnownSet(Form.UNKNOWN, Set.of());

  /** A write of the attribute is in flight or ended with an unknown result. */
  static final KnownSet PENDING = new KnownSet(Form.PENDING, Set.of());

  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,18}");
  private static final Pattern TEXT = Pattern.compile("'%1$s'(?:,'%1$s')*".formatted(ID.pattern()));

  /**
   * Kind of value, with its code in a stored record. PENDING and IDS share a code; the next byte of
   * the record distinguishes them.
   */
  enum Form {
    UNKNOWN(0),
    REMOVED(1),
    EMPTY(2),
    IDS(3),
    PENDING(3);

    private static final Form[] FORMS = values();

    private final int code;

    Form(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Form ofCode(int code) {
      for (Form form : FORMS) {
        if (form.code == code) {
          return form;
        }
      }
      throw new IllegalArgumentException("no form has the code " + code);
    }
  }

  /**
   * Parses a string attribute that was read back.
   *
   * @return null if this library does not write such a value, or if it has the maximum length and
   *     may therefore be truncated
   */
  static @Nullable KnownSet readBackText(@Nullable Object value) {
    if (value == null || "".equals(value)) {
      return ofNoIds(value == null);
    }
    if (!(value instanceof String text)
        || text.length() >= PayloadLimits.MAX_STRING_CODE_POINTS
        || !TEXT.matcher(text).matches()) {
      return null;
    }
    return ofIds(List.of(text.replace("'", "").split(",")));
  }

  /**
   * Parses an array attribute that was read back.
   *
   * @param maxLength the maximum length; an array with as many elements may have lost some
   * @return null if this library does not write such a value, or if it may have lost elements
   */
  static @Nullable KnownSet readBackElements(@Nullable Object value, int maxLength) {
    if (value == null || List.of().equals(value)) {
      return ofNoIds(value == null);
    }
    return value instanceof List<?> elements && elements.size() < maxLength
        ? ofIds(elements)
        : null;
  }

  private static KnownSet ofNoIds(boolean absent) {
    return of(Set.of(), absent ? EmptyMembership.NULL : EmptyMembership.EMPTY);
  }

  private static @Nullable KnownSet ofIds(List<?> elements) {
    Set<Long> ids = new LinkedHashSet<>();
    for (Object element : elements) {
      if (!(element instanceof String text) || !ID.matcher(text).matches()) {
        return null;
      }
      try {
        ids.add(Long.parseLong(text));
      } catch (NumberFormatException e) {
        // Nineteen digits can exceed the largest id.
        return null;
      }
    }
    return ids.size() == elements.size()
        ? new KnownSet(Form.IDS, Collections.unmodifiableSet(ids))
        : null;
  }

  static KnownSet of(Set<Long> ids, EmptyMembership empty) {
    if (!ids.isEmpty()) {
      return new KnownSet(Form.IDS, ids);
    }
    return new KnownSet(empty == EmptyMembership.NULL ? Form.REMOVED : Form.EMPTY, Set.of());
  }

  /** Returns true if the attribute is known to exist, with or without ids. */
  boolean isPresent() {
    return form == Form.EMPTY || form == Form.IDS;
  }

  boolean mayContain(long audienceId) {
    return form == Form.PENDING || ids.contains(audienceId);
  }

  Set<Long> without(Set<Long> audienceIds) {
    Set<Long> remaining = new LinkedHashSet<>(ids);
    remaining.removeAll(audienceIds);
    return remaining;
  }
}
