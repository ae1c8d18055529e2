package io.github.brazeaudience.payload;

import io.github.brazeaudience.audience.Audience;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Audience ids in an array, in the order in which they are written. Immutable. */
final class AudienceIds extends AbstractSet<Long> {
  private final long[] ids;

  /** The same ids in ascending order; the same array if they are in that order. */
  private final long[] sorted;

  private AudienceIds(long[] ids, long[] sorted) {
    this.ids = ids;
    this.sorted = sorted;
  }

  /** {@return the distinct ids of some audiences, in their order} */
  static Set<Long> of(List<Audience> audiences) {
    if (audiences.isEmpty()) {
      return Set.of();
    }
    long[] ids = new long[audiences.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = audiences.get(i).id();
    }
    if (isAscending(ids)) {
      return new AudienceIds(ids, ids);
    }
    long[] sorted = sorted(ids);
    if (isAscending(sorted)) {
      return new AudienceIds(ids, sorted);
    }
    long[] distinct = Arrays.stream(ids).distinct().toArray();
    return new AudienceIds(distinct, sorted(distinct));
  }

  private static long[] sorted(long[] ids) {
    long[] sorted = ids.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  /** Returns true if each id is greater than the one before. */
  private static boolean isAscending(long[] ids) {
    for (int i = 1; i < ids.length; i++) {
      if (ids[i - 1] >= ids[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int size() {
    return ids.length;
  }

  @Override
  public boolean contains(@Nullable Object id) {
    return id instanceof Long number && Arrays.binarySearch(sorted, number) >= 0;
  }

  @Override
  public Iterator<Long> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < ids.length;
      }

      @Override
      public Long next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return ids[next++];
      }
    };
  }
}
