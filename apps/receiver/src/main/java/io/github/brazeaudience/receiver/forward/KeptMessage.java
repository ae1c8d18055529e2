package io.github.brazeaudience.receiver.forward;

/** A message of the journal with updates that are not final. Confined to the forwarding thread. */
final class KeptMessage {
  private final long sequence;
  private final String id;
  private final int bytes;
  private int open;

  KeptMessage(long sequence, String id, int bytes) {
    this.sequence = sequence;
    this.id = id;
    this.bytes = bytes;
  }

  long sequence() {
    return sequence;
  }

  /** What mParticle calls it. */
  String id() {
    return id;
  }

  int bytes() {
    return bytes;
  }

  /** How many of its updates are not final. */
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
