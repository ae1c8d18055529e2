package io.github.brazeaudience;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.UserOutcome;

/** Decides when the updates of a queue are delivered, and when their outcomes are reported. */
interface Redelivery {
  /** The parts of a queue that deliver and report. */
  interface Queue {
    /** Hands an update to the buffer of the queue. Called with the queue's lock held. */
    void deliver(long index, AudienceUpdate update);

    /** {@return the number of the buffer, whose updates are merged and sent together} */
    long bufferNumber();

    /** Opens the call that later deliveries use, so a close of the forwarder reaches the queue. */
    void connect();

    void report(UserOutcome outcome);
  }

  void accept(long index, AudienceUpdate update);

  /**
   * Takes the outcome of a delivery. May be repeated with the same outcome after an error, and is
   * called on any thread, with or without the queue's lock.
   */
  void ended(UserOutcome outcome);

  /**
   * Delivers each update that has not been delivered, and reports every later outcome without
   * another delivery. Called with the queue's lock held.
   */
  default void close() {}

  /** {@return the behaviour of a queue without a redelivery policy} */
  static Redelivery none(Queue queue) {
    return new Redelivery() {
      @Override
      public void accept(long index, AudienceUpdate update) {
        queue.deliver(index, update);
      }

      @Override
      public void ended(UserOutcome outcome) {
        queue.report(outcome);
      }
    };
  }
}
