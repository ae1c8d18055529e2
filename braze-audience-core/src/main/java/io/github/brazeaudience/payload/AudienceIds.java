package io.github.brazeaudience.payload;

import io.github.brazeaudience.audience.Audience;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ids of distinct audiences, in the order in which they are written. A view of the audiences, which
 * their update keeps anyway. Immutable.
 */
final class AudienceIds extends AbstractSet<Long> {
  private static final Comparator<Audience> BY_ID = Comparator.comparingLong(Audience::id);

  private final List<Audience> audiences;

  /** The ids in ascending order, or null if the audiences are in that order. */
  private final long @Nullable [] sorted;

  private AudienceIds(List<Audience> audiences, long @Nullable [] sorted) {
    this.audiences = audiences;
    this.sorted = sorted;
  }

  /** {@return the distinct ids of some audiences, which must not change, in their order} */
  static Set<Long> of(List<Audience> audiences) {
    if (audiences.isEmpty()) {
      return Set.of();
    }
    if (isAscending(audiences)) {
      return new AudienceIds(audiences, null);
    }
    long[] sorted = sorted(audiences);
    if (isAscending(sorted)) {
      return new AudienceIds(audiences, sorted);
    }
    Map<Long, Audience> distinct = new LinkedHashMap<>();
    audiences.forEach(audience -> distinct.putIfAbsent(audience.id(), audience));
    return of(List.copyOf(distinct.values()));
  }

  private static boolean isAscending(List<Audience> audiences) {
    for (int i = 1; i < audiences.size(); i++) {
      if (audiences.get(i - 1).id() >= audiences.get(i).id()) {
        return false;
      }
    }
    return true;
  }

  private static long[] sorted(List<Audience> audiences) {
    return audiences.stream().mapToLong(Audience::id).sorted().toArray();
  }

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
    return audiences.size();
  }

  @Override
  public boolean contains(@Nullable Object id) {
    if (!(id instanceof Long number)) {
      return false;
    }
    return sorted != null
        ? Arrays.binarySearch(sorted, number) >= 0
        : Collections.binarySearch(audiences, Audience.of(number), BY_ID) >= 0;
  }

  @Override
  public Iterator<Long> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < audiences.size();
      }

      @Override
      public Long next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return audiences.get(next++).id();
      }
    };
  }
}
