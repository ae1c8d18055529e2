package io.github.brazeaudience.receiver.journal;

/** Called with events of a journal, on any of its threads. */
public interface JournalListener {
  /** A message is still there when the journal is opened, final or not. */
  void found(byte[] message);

  /** Something that people should know of. */
  void notice(String text);

  /** The journal has failed in a way that must not happen, and keeps nothing any more. */
  void failed(Throwable failure);
}
