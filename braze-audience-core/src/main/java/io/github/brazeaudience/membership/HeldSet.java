package io.github.brazeaudience.membership;

import io.github.brazeaudience.config.EmptyMembership;
import java.util.Set;

/**
 * What the string or the array attribute of a profile holds. Nothing known, removed, empty, and ids
 * are four things. Order does not count.
 */
record HeldSet(Form form, Set<Long> ids) {
  /** Nobody knows: never written, overwritten by something whose end is unknown, or in doubt. */
  static final HeldSet UNKNOWN = new HeldSet(Form.UNKNOWN, Set.of());

  /** What is known, with the number that stands for it in a stored record. */
  enum Form {
    UNKNOWN(0),
    REMOVED(1),
    EMPTY(2),
    IDS(3);

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

  /** What the attribute holds once these ids are written. */
  static HeldSet of(Set<Long> ids, EmptyMembership empty) {
    if (!ids.isEmpty()) {
      return new HeldSet(Form.IDS, ids);
    }
    return new HeldSet(empty == EmptyMembership.NULL ? Form.REMOVED : Form.EMPTY, Set.of());
  }
}
