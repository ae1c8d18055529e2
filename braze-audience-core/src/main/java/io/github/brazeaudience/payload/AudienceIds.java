package io.github.brazeaudience.payload;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the audiences of a list, each once, in their order: a set that takes no more memory
 * than an array, because there is one for each user. Immutable.
 */
final class AudienceIds extends AbstractSet<Long> {
  /** Up to so many elements are looked through one by one. */
  private static final int FEW = 32;

  private static final AudienceIds NONE = new AudienceIds(new WrittenAudience[0], true, 0);

  private final WrittenAudience[] audiences;
  private final boolean sound;
  private final long nameChars;
  private volatile @Nullable Set<Long> index;

  private AudienceIds(WrittenAudience[] audiences, boolean sound, long nameChars) {
    this.audiences = audiences;
    this.sound = sound;
    this.nameChars = nameChars;
  }

  /** The audiences of a list; of those with one id the first counts. */
  static AudienceIds of(WrittenAudience[] listed) {
    if (listed.length == 0) {
      return NONE;
    }
    boolean sound = true;
    long nameChars = 0;
    for (WrittenAudience audience : listed) {
      sound &= audience.sound();
      nameChars += audience.nameChars();
    }
    return new AudienceIds(
        listed.length <= FEW ? fewDistinct(listed) : manyDistinct(listed), sound, nameChars);
  }

  /** The same ids as these. */
  static AudienceIds of(Set<Long> ids) {
    return ids instanceof AudienceIds audiences
        ? audiences
        : of(
            ids.stream()
                .map(id -> WrittenAudience.of(id, null, true))
                .toArray(WrittenAudience[]::new));
  }

  /** Most ids are told from those before them by two bits, and only the others compared. */
  private static WrittenAudience[] fewDistinct(WrittenAudience[] listed) {
    long seenLow = 0;
    long seenHigh = 0;
    int count = 0;
    for (WrittenAudience audience : listed) {
      long id = audience.id();
      long low = 1L << id;
      long high = 1L << (id >>> 6);
      boolean maybeSeen = (seenLow & low) != 0 && (seenHigh & high) != 0;
      if (!maybeSeen || indexOf(listed, count, id) < 0) {
        listed[count++] = audience;
      }
      seenLow |= low;
      seenHigh |= high;
    }
    return count == listed.length ? listed : Arrays.copyOf(listed, count);
  }

  private static WrittenAudience[] manyDistinct(WrittenAudience[] listed) {
    Set<Long> seen = new HashSet<>(2 * listed.length);
    return Arrays.stream(listed)
        .filter(audience -> seen.add(audience.id()))
        .toArray(WrittenAudience[]::new);
  }

  private static int indexOf(WrittenAudience[] audiences, int count, long id) {
    for (int i = 0; i < count; i++) {
      if (audiences[i].id() == id) {
        return i;
      }
    }
    return -1;
  }

  /** Whether there is nothing against any audience of the list, whatever others it stands with. */
  boolean sound() {
    return sound;
  }

  /** How many characters the names of their attributes have at most, those of all in the list. */
  long nameChars() {
    return nameChars;
  }

  /** How many characters the value of the string attribute has. */
  int singleLength() {
    int length = Math.max(0, audiences.length - 1);
    for (WrittenAudience audience : audiences) {
      length += audience.quoted().size();
    }
    return length;
  }

  WrittenAudience audience(int index) {
    return audiences[index];
  }

  @Override
  public boolean contains(@Nullable Object id) {
    if (!(id instanceof Long sought)) {
      return false;
    }
    if (audiences.length <= FEW) {
      return indexOf(audiences, audiences.length, sought) >= 0;
    }
    Set<Long> known = index;
    if (known == null) {
      known = new HashSet<>(this);
      index = known;
    }
    return known.contains(sought);
  }

  @Override
  public Iterator<Long> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < audiences.length;
      }

      @Override
      public Long next() {
        return audiences[next++].id();
      }
    };
  }

  @Override
  public int size() {
    return audiences.length;
  }
}
