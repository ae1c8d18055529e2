package io.github.brazeaudience.receiver.forward;

/** A message of the journal with updates that are not final. Confined to the forwarding thread. */
final class StoredMessage {
  private final long sequence;
  private final String id;
  private final int bytes;
  private int open;

  /**
   * A message.
   *
   * @param id what the log calls it
   */
  StoredMessage(long sequence, String id, int bytes) {
    this.sequence = sequence;
    this.id = id;
    this.bytes = bytes;
  }

  long sequence() {
    return sequence;
  }

  /** What the log calls it: the id that mParticle gave it, in a form that can be printed. */
  String id() {
    return id;
  }

  int bytes() {
    return bytes;
  }

  /** The number of updates that are not final. */
  int open() {
    return open;
  }

  void updateBegins() {
    open++;
  }

  void updateEnds() {
    open--;
  }
}
