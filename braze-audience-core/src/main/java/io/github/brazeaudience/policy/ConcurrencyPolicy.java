package io.github.brazeaudience.policy;

import java.util.Locale;

/**
 * How many requests may be under way at once: a fixed number, or one that finds itself. Braze
 * answers in 100 to 200 ms, so that a fixed number is either too small for what a contract allows
 * or too large for a Braze that has become slow.
 *
 * <p>An adaptive policy begins with {@link #initial}. It allows {@value #INCREASE} more for each
 * round of answers that came well while as many were under way as it allowed, up to {@link
 * #largest}, and half as many, but not fewer than {@value #SMALLEST}, after a 429, a 5xx, or no
 * answer in time; of the failures of one round only the first counts. Immutable.
 */
public final class ConcurrencyPolicy {
  /** The default for {@link #initial}. */
  public static final int DEFAULT_INITIAL = 16;

  /**
   * The most requests that may be under way whatever the policy: Braze's limit of 1,000 a second
   * (3,000 in 3 s) needs 200 if an answer takes 200 ms.
   *
   * @see <a href="https://www.braze.com/docs/api/api_limits">Braze: rate limits</a>
   */
  public static final int LARGEST = 256;

  /**
   * The fewest that an adaptive policy allows at once, unless it begins with fewer. If it were 1, a
   * single request that gets no answer would hold all others for the whole time for which it is
   * waited.
   */
  public static final int SMALLEST = 4;

  /** How many more an adaptive policy allows after a round of answers that came well. */
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
   * A number that finds itself, between {@value #SMALLEST} and {@value #LARGEST}, beginning with
   * {@value #DEFAULT_INITIAL}.
   *
   * @return the default
   */
  public static ConcurrencyPolicy adaptive() {
    return ADAPTIVE;
  }

  /**
   * A number that finds itself, between {@value #SMALLEST} and a bound of one's own.
   *
   * @param initial how many may be under way before the first answer, at least 1; if that is fewer
   *     than {@value #SMALLEST}, it is also the fewest that are ever allowed
   * @param largest how many may ever be, at least {@code initial} and at most {@value #LARGEST}
   * @return a new policy
   * @throws IllegalArgumentException if one of them is outside
   */
  public static ConcurrencyPolicy adaptive(int initial, int largest) {
    if (initial < 1 || initial > largest || largest > LARGEST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "an adaptive number of requests must begin between 1 and its largest, and that be at most %d, but was %d up to %d",
              LARGEST,
              initial,
              largest));
    }
    return new ConcurrencyPolicy(Math.min(initial, SMALLEST), initial, largest);
  }

  /**
   * The same number whatever is answered.
   *
   * @param maxInFlight how many requests may be under way, from 1 to {@value #LARGEST}
   * @return a new policy
   * @throws IllegalArgumentException if it is outside
   */
  public static ConcurrencyPolicy fixed(int maxInFlight) {
    if (maxInFlight < 1 || maxInFlight > LARGEST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "`maxInFlight` must be between 1 and %d, but was %d",
              LARGEST,
              maxInFlight));
    }
    return new ConcurrencyPolicy(maxInFlight, maxInFlight, maxInFlight);
  }

  /**
   * The fewest requests that are allowed at once.
   *
   * @return {@value #SMALLEST} by default
   */
  public int smallest() {
    return smallest;
  }

  /**
   * How many requests may be under way before the first answer. As many failures in a row count as
   * an outage.
   *
   * @return by default {@value #DEFAULT_INITIAL}
   */
  public int initial() {
    return initial;
  }

  /**
   * The most requests that are ever allowed at once.
   *
   * @return by default {@value #LARGEST}
   */
  public int largest() {
    return largest;
  }

  @Override
  public String toString() {
    return smallest == largest
        ? String.format(Locale.ROOT, "ConcurrencyPolicy[fixed at %d]", largest)
        : String.format(Locale.ROOT, "ConcurrencyPolicy[%d, adapts up to %d]", initial, largest);
  }
}
