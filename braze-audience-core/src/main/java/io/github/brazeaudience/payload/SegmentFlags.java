package io.github.brazeaudience.payload;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The attributes per segment of one update, by name: those of the audiences that the user is in and
 * then those that were left. Nothing is copied for a user. Immutable.
 */
final class SegmentFlags extends AbstractMap<String, SegmentFlag> {
  private final AudienceIds in;
  private final AudienceIds out;

  /**
   * The attributes of audiences that all have one.
   *
   * @param in which the user is in
   * @param out which the user has left, none of them among the others
   */
  SegmentFlags(AudienceIds in, AudienceIds out) {
    this.in = in;
    this.out = out;
  }

  /** How many characters the names have at most. */
  long nameChars() {
    return in.nameChars() + out.nameChars();
  }

  @Override
  public Set<Map.Entry<String, SegmentFlag>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Map.Entry<String, SegmentFlag>> {
    @Override
    public Iterator<Map.Entry<String, SegmentFlag>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < size();
        }

        @Override
        public Map.Entry<String, SegmentFlag> next() {
          int index = next++;
          return Objects.requireNonNull(
              index < in.size()
                  ? in.audience(index).entered()
                  : out.audience(index - in.size()).left(),
              "an audience has its attribute in a mode that writes it");
        }
      };
    }

    @Override
    public int size() {
      return in.size() + out.size();
    }
  }
}
