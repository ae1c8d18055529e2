package io.github.brazeaudience.membership;

import io.github.brazeaudience.config.EmptyMembership;
import io.github.brazeaudience.payload.PayloadLimits;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the string or the array attribute of a profile holds. Nothing known, removed, empty, ids,
 * and in doubt are five things. Order does not count.
 */
record KnownSet(Form form, Set<Long> ids) {
  /** Never written, as far as the record goes back. */
  static final KnownSet UNKNOWN = new KnownSet(Form.UNKNOWN, Set.of());

  /** A write of it is in flight, or ended without a known result. */
  static final KnownSet IN_DOUBT = new KnownSet(Form.IN_DOUBT, Set.of());

  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,18}");
  private static final Pattern TEXT = Pattern.compile("'%1$s'(?:,'%1$s')*".formatted(ID.pattern()));

  /**
   * What is known, with the number that stands for it in a stored record. IN_DOUBT shares its
   * number with IDS and is told from it by the byte that follows.
   */
  enum Form {
    UNKNOWN(0),
    REMOVED(1),
    EMPTY(2),
    IDS(3),
    IN_DOUBT(3);

    private final int code;

    Form(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Form ofCode(int code) {
      for (Form form : values()) {
        if (form.code == code) {
          return form;
        }
      }
      throw new IllegalArgumentException("no form has the code " + code);
    }
  }

  /**
   * What a string attribute holds that was read back, null if that is not of the form in which it
   * is written. A value of the greatest length may be a longer one that was cut.
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
   * The same for an array attribute, whose elements are strings. One of the greatest length may
   * have lost others.
   */
  static @Nullable KnownSet readBackElements(@Nullable Object value) {
    if (value == null || List.of().equals(value)) {
      return ofNoIds(value == null);
    }
    return value instanceof List<?> elements && elements.size() < PayloadLimits.MAX_ARRAY_ELEMENTS
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
        // Nineteen digits that are more than the largest id.
        return null;
      }
    }
    return ids.size() == elements.size()
        ? new KnownSet(Form.IDS, Collections.unmodifiableSet(ids))
        : null;
  }

  /** What the attribute holds once these ids are written. */
  static KnownSet of(Set<Long> ids, EmptyMembership empty) {
    if (!ids.isEmpty()) {
      return new KnownSet(Form.IDS, ids);
    }
    return new KnownSet(empty == EmptyMembership.NULL ? Form.REMOVED : Form.EMPTY, Set.of());
  }

  /** Whether the attribute may name the audience. */
  boolean mayHold(long audienceId) {
    return form == Form.IN_DOUBT || ids.contains(audienceId);
  }

  /** What becomes of the attribute when audiences are removed from it and nothing else changes. */
  Set<Long> without(Set<Long> audienceIds) {
    Set<Long> rest = new LinkedHashSet<>(ids);
    rest.removeAll(audienceIds);
    return rest;
  }
}
