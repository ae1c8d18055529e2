package io.github.brazeaudience.cli.input;

import io.github.brazeaudience.audience.Audience;
import org.jspecify.annotations.Nullable;

/**
 * Audiences that were read lately, so equal ones of many lines share one object. Direct-mapped by
 * id: a new audience replaces another one in its slot. Not thread-safe.
 */
final class InternedAudiences {
  /** A power of two. */
  private static final int SLOTS = 4_096;

  private final @Nullable Audience[] audiences = new Audience[SLOTS];
  private final @Nullable String[] names = new String[SLOTS];

  /** Returns an audience without a name. */
  Audience get(long id) {
    int slot = slot(id);
    Audience found = audiences[slot];
    if (found != null && found.id() == id && names[slot] == null) {
      return found;
    }
    return put(slot, Audience.of(id), null);
  }

  /** Returns the audience whose name is in an array. */
  Audience get(long id, char[] text, int offset, int length) {
    int slot = slot(id);
    Audience found = audiences[slot];
    if (found != null && found.id() == id && matches(names[slot], text, offset, length)) {
      return found;
    }
    String name = new String(text, offset, length);
    return put(slot, Audience.of(id, name), name);
  }

  private Audience put(int slot, Audience audience, @Nullable String name) {
    audiences[slot] = audience;
    names[slot] = name;
    return audience;
  }

  private static boolean matches(@Nullable String name, char[] text, int offset, int length) {
    if (name == null || name.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (name.charAt(i) != text[offset + i]) {
        return false;
      }
    }
    return true;
  }

  private static int slot(long id) {
    return (int) (id ^ (id >>> 12) ^ (id >>> 32)) & (SLOTS - 1);
  }
}
