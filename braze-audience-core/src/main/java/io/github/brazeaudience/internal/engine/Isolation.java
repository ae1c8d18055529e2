package io.github.brazeaudience.internal.engine;

/**
 * The search for the users because of whom Braze refused a batch: halves of it are sent until a
 * refused one stands alone. If all stand alone and not one was accepted, it was not the users: the
 * request itself is wrong. Confined to the mailbox.
 */
final class Isolation {
  private int open = 1;
  private boolean inconclusive;

  /** One of the batches became two. */
  void halved() {
    open++;
  }

  /** Something was found out besides refusals: a user was named, accepted or left open. */
  void inconclusive() {
    inconclusive = true;
  }

  /**
   * One of the batches came to its end.
   *
   * @param refusedAlone whether it was one user whom Braze refused
   * @return whether the search is over and every single user was refused
   */
  boolean ended(boolean refusedAlone) {
    open--;
    inconclusive |= !refusedAlone;
    return open == 0 && !inconclusive;
  }
}
