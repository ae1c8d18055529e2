package io.github.brazeaudience.internal.resilience;

/**
 * Number of objects in a request, learned from the results of requests. Braze's limit depends on
 * the contract and cannot be queried.
 *
 * <p>The limit is at the configured maximum until a refusal shows that Braze's is lower. From then
 * on Braze's limit lies between the largest accepted size and the smallest refused one. The limit
 * is the former, but at least the largest of some usual limits that is below the latter. One
 * request at a time tests a round number in the range until the two are adjacent.
 *
 * <p>Afterwards the refused size is tested again after every {@value #REQUESTS_UNTIL_TEST} full
 * requests. If Braze accepts it, it was refused for another reason, or Braze's limit has risen, and
 * the search continues upward. If Braze refuses a size that it accepted before, its limit has
 * fallen, and the search starts again.
 *
 * <p>While the limit is learned, every request in flight may be refused, so few are in flight until
 * a size is accepted, and until the two sizes are adjacent, for at most {@value #LEARNING_RESULTS}
 * results without news.
 *
 * <p>{@link #next} may be called from any thread.
 */
public final class RequestSizeLimit {
  /** The number of full requests before the smallest refused size is tested again. */
  public static final int REQUESTS_UNTIL_TEST = 500;

  /**
   * The number of suspected refusals of a size that Braze accepted before, in a row, that show that
   * its limit has fallen.
   */
  static final int SUSPICIONS = 2;

  /** Maximum number of requests in flight before the first size is accepted. */
  static final int IN_FLIGHT_AT_START = 16;

  /**
   * Maximum number of requests in flight after a refusal, until a size below it is accepted. With
   * one, a request without a response would hold up all others until it times out.
   */
  static final int IN_FLIGHT_AFTER_REFUSAL = 2;

  /** Maximum number of requests in flight, with the test, while the range is narrowed. */
  static final int IN_FLIGHT_WITH_TEST = 3;

  /** The number of results without news after which requests in flight are no longer limited. */
  static final int LEARNING_RESULTS = 100;

  private static final int[] USUAL_LIMITS = {50, 25, 10, 5};
  private static final int ROUND = 5;
  private static final int[] ROUND_STEPS = {25, 10, ROUND};

  private final int max;

  /** The largest accepted size below {@link #refused}, 0 if there is none. */
  private int accepted;

  /** The smallest size that was refused because of its length. */
  private int refused;

  /** True if Braze's limit is lower than the maximum. */
  private boolean reduced;

  /** The last size that was refused without a reason and was never accepted, or 0. */
  private int doubtful;

  private int suspicions;
  private int fullRequests;
  private int resultsWithoutNews;
  private volatile int next;

  public RequestSizeLimit(int max) {
    this.max = max;
    this.refused = max + 1;
    this.next = max;
  }

  /** {@return the largest size of a request that is not a test} */
  public int current() {
    return reduced ? Math.max(accepted, usualLimitBelow(refused)) : max;
  }

  /** {@return the size of the next request if no test is in flight; larger if it is a test} */
  public int next() {
    return next;
  }

  public int maxInFlight() {
    if (resultsWithoutNews >= LEARNING_RESULTS || (!reduced && accepted >= max)) {
      return Integer.MAX_VALUE;
    }
    if (doubtful > accepted || (reduced && current() > accepted)) {
      return IN_FLIGHT_AFTER_REFUSAL;
    }
    if (!reduced) {
      return IN_FLIGHT_AT_START;
    }
    return refused - accepted > 1 ? IN_FLIGHT_WITH_TEST : Integer.MAX_VALUE;
  }

  /** Returns true if it is unknown whether Braze accepts this size, so a test of it is open. */
  public boolean isUndecided(int size) {
    return size > accepted && (size < refused || size == accepted + 1);
  }

  /** Returns true if Braze accepted this size, so a refusal of it has another reason. */
  public boolean isAccepted(int size) {
    return size <= accepted;
  }

  /** Returns true if Braze refused this size, or a smaller one, because of its length. */
  public boolean isRefused(int size) {
    return size >= refused;
  }

  public void onTest() {
    fullRequests = 0;
    next = decideNext();
  }

  public void onAccepted(int size) {
    resultsWithoutNews = reduced && size > current() ? 0 : resultsWithoutNews + 1;
    if (size >= current()) {
      fullRequests++;
    }
    accepted = Math.max(accepted, size);
    if (size == accepted) {
      suspicions = 0;
    }
    if (accepted >= refused) {
      refused = max + 1;
    }
    if (accepted >= max) {
      reduced = false;
    }
    next = decideNext();
  }

  /** Records that Braze refused a request without a reason. */
  public void onRefused(int size) {
    resultsWithoutNews++;
    if (size > accepted) {
      doubtful = size;
    }
  }

  /**
   * Records that Braze refused a request because of its length. One object is not too many, so the
   * message is then about the object, and says nothing about the other refusals either.
   */
  public void onTooLong(int size) {
    if (size == 1) {
      refused = max + 1;
      reduced = false;
      next = decideNext();
      return;
    }
    resultsWithoutNews = size < refused ? 0 : resultsWithoutNews + 1;
    refused = Math.min(refused, size);
    if (accepted >= refused) {
      accepted = 0;
    }
    reduced = true;
    suspicions = 0;
    next = decideNext();
  }

  /**
   * Records that Braze refused a request without a reason, and accepted all of its parts. If it
   * accepted a request of this size before, the refusal may have had another reason.
   */
  public void onSuspected(int size) {
    if (size > accepted || ++suspicions >= SUSPICIONS) {
      onTooLong(size);
    }
  }

  private static int usualLimitBelow(int size) {
    for (int limit : USUAL_LIMITS) {
      if (limit < size) {
        return limit;
      }
    }
    return 1;
  }

  /**
   * Returns a number between two others. Limits are round numbers, so it is one more than a round
   * number that was accepted, otherwise a round number near the middle.
   */
  private static int test(int low, int high) {
    if (low % ROUND == 0) {
      return low + 1;
    }
    int middle = (low + high) / 2;
    for (int step : ROUND_STEPS) {
      int candidate = (middle + step / 2) / step * step;
      if (candidate > low && candidate < high) {
        return candidate;
      }
    }
    return middle;
  }

  private int decideNext() {
    int current = current();
    if (!reduced || current > accepted) {
      return current;
    }
    if (refused - accepted > 1) {
      return test(accepted, refused);
    }
    return fullRequests >= REQUESTS_UNTIL_TEST ? refused : accepted;
  }
}
