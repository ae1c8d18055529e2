package io.github.brazeaudience.receiver.journal;

import java.util.BitSet;

/** Position of a message with updates that are not final, and the indexes of its final updates. */
final class Unfinished {
  private final BitSet finalUpdates;
  private Segment segment;
  private long position;

  Unfinished(Segment segment, long position, BitSet finalUpdates) {
    this.segment = segment;
    this.position = position;
    this.finalUpdates = finalUpdates;
  }

  Segment segment() {
    return segment;
  }

  long position() {
    return position;
  }

  BitSet finalUpdates() {
    return finalUpdates;
  }

  /** Replaces the position by that of a copy. */
  void moveTo(Segment other, long otherPosition) {
    segment.messageEnds();
    segment = other;
    position = otherPosition;
    other.messageBegins();
  }
}
