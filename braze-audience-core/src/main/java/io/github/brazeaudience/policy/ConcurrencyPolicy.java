package io.github.brazeaudience.policy;

/**
 * Limits the number of requests in flight, to a fixed number or adaptively. Braze responds in 100
 * to 200 ms, so a fixed number is either too small for the rate that a contract allows, or too
 * large when Braze has become slow.
 *
 * <p>An adaptive policy starts at {@link #initial}. It grows by {@value #INCREASE} per round of
 * successes that used the limit fully, up to {@link #largest}. The first failure of a round (a 429,
 * a 5xx or no response) halves it, but not below {@link #smallest}. Immutable.
 */
public final class ConcurrencyPolicy {
  /** The default for {@link #initial}. */
  public static final int DEFAULT_INITIAL = 16;

  /**
   * The largest limit of any policy. Braze's limit of 1,000 requests per second (3,000 in 3 s)
   * needs 200 in flight if a response takes 200 ms.
   *
   * @see <a href="https://www.braze.com/docs/api/api_limits">Braze: rate limits</a>
   */
  public static final int LARGEST = 256;

  /**
   * The smallest limit of an adaptive policy, unless it starts with less. With a limit of 1, a
   * single request without a response would block all others until it times out.
   */
  public static final int SMALLEST = 4;

  /** The growth of an adaptive policy after a successful round. */
  public static final int INCREASE = 8;

  private static final ConcurrencyPolicy ADAPTIVE = adaptive(DEFAULT_INITIAL, LARGEST);

  private final int smallest;
  private final int initial;
  private final int largest;

  private ConcurrencyPolicy(int smallest, int initial, int largest) {
    this.smallest = smallest;
    this.initial = initial;
    this.largest = largest;
  }

  /**
   * Returns the default policy, which adapts between {@value #SMALLEST} and {@value #LARGEST},
   * starting at {@value #DEFAULT_INITIAL}.
   */
  public static ConcurrencyPolicy adaptive() {
    return ADAPTIVE;
  }

  /**
   * Returns a policy that adapts between {@value #SMALLEST} and {@code largest}.
   *
   * @param initial the limit before the first response, at least 1; if it is less than {@value
   *     #SMALLEST}, it is also the smallest limit
   * @param largest at least {@code initial} and at most {@value #LARGEST}
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static ConcurrencyPolicy adaptive(int initial, int largest) {
    if (initial < 1 || initial > largest || largest > LARGEST) {
      throw new IllegalArgumentException(
          "adaptive concurrency requires 1 <= initial <= largest <= %s, but was initial %s, largest %s"
              .formatted(LARGEST, initial, largest));
    }
    return new ConcurrencyPolicy(Math.min(initial, SMALLEST), initial, largest);
  }

  /**
   * Returns a policy with a fixed limit.
   *
   * @param maxInFlight from 1 to {@value #LARGEST}
   * @throws IllegalArgumentException if {@code maxInFlight} is out of range
   */
  public static ConcurrencyPolicy fixed(int maxInFlight) {
    if (maxInFlight < 1 || maxInFlight > LARGEST) {
      throw new IllegalArgumentException(
          "`maxInFlight` must be between 1 and %s, but was %s".formatted(LARGEST, maxInFlight));
    }
    return new ConcurrencyPolicy(maxInFlight, maxInFlight, maxInFlight);
  }

  /** {@return the smallest limit, {@value #SMALLEST} by default} */
  public int smallest() {
    return smallest;
  }

  /**
   * Returns the limit before the first response. The circuit breaker opens after as many
   * consecutive failures.
   */
  public int initial() {
    return initial;
  }

  /** {@return the largest limit, {@value #LARGEST} by default} */
  public int largest() {
    return largest;
  }

  @Override
  public String toString() {
    return smallest == largest
        ? "ConcurrencyPolicy[fixed at %s]".formatted(largest)
        : "ConcurrencyPolicy[%s, adapts up to %s]".formatted(initial, largest);
  }
}
