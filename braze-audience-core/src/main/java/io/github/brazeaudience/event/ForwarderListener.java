package io.github.brazeaudience.event;

/**
 * Is told what a forwarder does. Its methods are called on any thread, several at a time; they must
 * be fast, must not block, and must not call the forwarder. What they throw is logged and changes
 * nothing. Events have no key, no identity and no attribute value in them.
 */
public interface ForwarderListener {
  /**
   * A request is about to start.
   *
   * @param event which one
   */
  default void attemptStarted(AttemptStarted event) {}

  /**
   * A request has ended, with an answer or without.
   *
   * @param event which one and how
   */
  default void attemptFinished(AttemptFinished event) {}

  /**
   * A batch will be sent again after a wait.
   *
   * @param event why and when
   */
  default void retryScheduled(RetryScheduled event) {}

  /**
   * A response had a hint when to come back that cannot be right.
   *
   * @param event which header, and how it was read
   */
  default void retryHintCorrected(RetryHintCorrected event) {}

  /**
   * A batch that Braze refused without naming anybody is halved, to find whom it means.
   *
   * @param event how many users it has
   */
  default void batchSplit(BatchSplit event) {}

  /**
   * Users whose audiences are read back from Braze have to wait for it.
   *
   * @param event how many, and how long
   */
  default void readBackDelayed(ReadBackDelayed event) {}

  /**
   * Batches are held from now on.
   *
   * @param event why
   */
  default void batchesHeld(BatchesHeld event) {}

  /**
   * Batches are held no longer.
   *
   * @param event what released them
   */
  default void batchesReleased(BatchesReleased event) {}

  /**
   * Another number of requests than before may be under way at once.
   *
   * @param event how many
   */
  default void maxInFlightChanged(MaxInFlightChanged event) {}

  /**
   * All updates of a call have their outcomes.
   *
   * @param event the counts
   */
  default void callFinished(CallFinished event) {}

  /**
   * A listener that tells two others, one after the other, whatever the first one throws.
   *
   * @param first told first
   * @param second told then
   * @return the combination
   */
  static ForwarderListener combine(ForwarderListener first, ForwarderListener second) {
    return new CombinedListener(first, second);
  }
}
