package io.github.brazeaudience.receiver.journal;

/** Called with events of a journal, on any of its threads. */
public interface JournalListener {
  /** Called on opening, for each message that is still in the journal, even if it is final. */
  void found(byte[] message);

  /** Called with a message for the log. */
  void notice(String text);

  /** Called after an unexpected failure; the journal accepts no further messages. */
  void failed(Throwable failure);
}
