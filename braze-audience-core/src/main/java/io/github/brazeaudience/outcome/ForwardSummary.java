package io.github.brazeaudience.outcome;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The counts of a call. They add up: each update is counted under exactly one outcome. Immutable.
 */
public final class ForwardSummary {
  private final long accepted;
  private final long unchanged;
  private final long rejected;
  private final long unconfirmed;
  private final long notSent;
  private final long requests;
  private final long dataPoints;
  private final boolean truncated;

  private ForwardSummary(Builder builder) {
    this.accepted = builder.accepted;
    this.unchanged = builder.unchanged;
    this.rejected = builder.rejected;
    this.unconfirmed = builder.unconfirmed;
    this.notSent = builder.notSent;
    this.requests = builder.requests;
    this.dataPoints = builder.dataPoints;
    this.truncated = builder.truncated;
  }

  /**
   * Starts counting.
   *
   * @return a builder with all counts at 0
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * All updates.
   *
   * @return the sum of the five outcomes
   */
  public long updates() {
    return accepted + unchanged + rejected + unconfirmed + notSent;
  }

  /**
   * Updates that ended as {@link Accepted}.
   *
   * @return the count
   */
  public long accepted() {
    return accepted;
  }

  /**
   * Updates that ended as {@link Unchanged}.
   *
   * @return the count
   */
  public long unchanged() {
    return unchanged;
  }

  /**
   * Updates that ended as {@link Rejected}.
   *
   * @return the count
   */
  public long rejected() {
    return rejected;
  }

  /**
   * Updates that ended as {@link Unconfirmed}.
   *
   * @return the count
   */
  public long unconfirmed() {
    return unconfirmed;
  }

  /**
   * Updates that ended as {@link NotSent}.
   *
   * @return the count
   */
  public long notSent() {
    return notSent;
  }

  /**
   * HTTP exchanges that were started, retries included.
   *
   * @return the count
   */
  public long requests() {
    return requests;
  }

  /**
   * What older Braze contracts are charged for: one for each attribute written, for each element
   * added to or removed from an array, and for an email, of each object that ended as accepted or
   * unconfirmed.
   *
   * @return the count
   * @see <a href="https://www.braze.com/docs/user_guide/data/data_points">Braze: data points</a>
   */
  public long dataPoints() {
    return dataPoints;
  }

  /**
   * Whether a stream was left before its end, because its thread was interrupted or the forwarder
   * closed. What was not pulled from it is not counted.
   *
   * @return true if there may be more in it
   */
  public boolean truncated() {
    return truncated;
  }

  /**
   * Whether every update was accepted or unchanged, and none was left in a stream.
   *
   * @return true if nothing is left to do
   */
  public boolean complete() {
    return rejected == 0 && unconfirmed == 0 && notSent == 0 && !truncated;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ForwardSummary that
        && accepted == that.accepted
        && unchanged == that.unchanged
        && rejected == that.rejected
        && unconfirmed == that.unconfirmed
        && notSent == that.notSent
        && requests == that.requests
        && dataPoints == that.dataPoints
        && truncated == that.truncated;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(updates() * 31 + requests);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        ("ForwardSummary[updates=%d, accepted=%d, unchanged=%d, rejected=%d, unconfirmed=%d, notSent=%d,"
            + " requests=%d, dataPoints=%d%s]"),
        updates(),
        accepted,
        unchanged,
        rejected,
        unconfirmed,
        notSent,
        requests,
        dataPoints,
        truncated ? ", truncated" : "");
  }

  /** Counts outcomes. Not safe for use by several threads. */
  public static final class Builder {
    private long accepted;
    private long unchanged;
    private long rejected;
    private long unconfirmed;
    private long notSent;
    private long requests;
    private long dataPoints;
    private boolean truncated;

    private Builder() {}

    /**
     * Counts an outcome.
     *
     * @param outcome the outcome of one update
     * @return this
     */
    public Builder add(UserOutcome outcome) {
      if (outcome instanceof Accepted) {
        accepted++;
      } else if (outcome instanceof Unchanged) {
        unchanged++;
      } else if (outcome instanceof Rejected) {
        rejected++;
      } else if (outcome instanceof Unconfirmed) {
        unconfirmed++;
      } else if (outcome instanceof NotSent) {
        notSent++;
      }
      return this;
    }

    /**
     * Sets the number of HTTP exchanges started.
     *
     * @param requests the count
     * @return this
     */
    public Builder requests(long requests) {
      this.requests = requests;
      return this;
    }

    /**
     * Sets the number of data points.
     *
     * @param dataPoints the count
     * @return this
     */
    public Builder dataPoints(long dataPoints) {
      this.dataPoints = dataPoints;
      return this;
    }

    /**
     * Says whether a stream was left before its end.
     *
     * @param truncated by default false
     * @return this
     */
    public Builder truncated(boolean truncated) {
      this.truncated = truncated;
      return this;
    }

    /**
     * Ends counting.
     *
     * @return the summary
     */
    public ForwardSummary build() {
      return new ForwardSummary(this);
    }
  }
}
