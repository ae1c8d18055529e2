package io.github.brazeaudience.receiver.journal;

/** The journal has no room for a message; it was not taken. */
public final class JournalFullException extends Exception {
  private static final long serialVersionUID = 1L;

  JournalFullException(long maxBytes) {
    super("the journal has reached its " + (maxBytes >> 20) + " MiB");
  }
}
