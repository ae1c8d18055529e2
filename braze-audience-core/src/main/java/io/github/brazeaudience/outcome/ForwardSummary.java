package io.github.brazeaudience.outcome;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Counts of a call. Each update is counted under exactly one outcome. Immutable. */
public final class ForwardSummary {
  private static final ProcessingStatus NOT_TRACKED =
      new ProcessingStatus.Unavailable("no requests were tracked for this summary");

  private final long accepted;
  private final long unchanged;
  private final long rejected;
  private final long unconfirmed;
  private final long notSent;
  private final long requests;
  private final long dataPoints;
  private final boolean truncated;
  private final Processing processing;

  private ForwardSummary(Builder builder) {
    this.accepted = builder.accepted;
    this.unchanged = builder.unchanged;
    this.rejected = builder.rejected;
    this.unconfirmed = builder.unconfirmed;
    this.notSent = builder.notSent;
    this.requests = builder.requests;
    this.dataPoints = builder.dataPoints;
    this.truncated = builder.truncated;
    this.processing = builder.processing;
  }

  /** {@return a builder with all counts at 0} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the number of updates, which is the sum of the five outcomes} */
  public long updates() {
    return accepted + unchanged + rejected + unconfirmed + notSent;
  }

  /** {@return the number of updates that ended as {@link Accepted}} */
  public long accepted() {
    return accepted;
  }

  /** {@return the number of updates that ended as {@link Unchanged}} */
  public long unchanged() {
    return unchanged;
  }

  /** {@return the number of updates that ended as {@link Rejected}} */
  public long rejected() {
    return rejected;
  }

  /** {@return the number of updates that ended as {@link Unconfirmed}} */
  public long unconfirmed() {
    return unconfirmed;
  }

  /** {@return the number of updates that ended as {@link NotSent}} */
  public long notSent() {
    return notSent;
  }

  /** {@return the number of HTTP exchanges started, including retries} */
  public long requests() {
    return requests;
  }

  /**
   * Returns the data points that contracts with data points may be charged: one per attribute
   * written, per element added to or removed from an array, and per email, for each object that
   * ended as accepted or unconfirmed.
   *
   * @see <a href="https://www.braze.com/docs/user_guide/data/data_points">Braze: data points</a>
   */
  public long dataPoints() {
    return dataPoints;
  }

  /**
   * Returns true if the input was not read to its end, because the thread was interrupted, the
   * forwarder was closed, or the membership store failed. Updates that were not pulled are not
   * counted.
   */
  public boolean truncated() {
    return truncated;
  }

  /** {@return true if every update was accepted or unchanged, and none was left in a stream} */
  public boolean complete() {
    return rejected == 0 && unconfirmed == 0 && notSent == 0 && !truncated;
  }

  /**
   * Returns the handle to wait until Braze has processed the requests of the call. Not a part of
   * {@link #equals}. Without {@code AudienceForwarderBuilder.trackProcessing} the status is {@link
   * ProcessingStatus.Unavailable}.
   */
  public Processing processing() {
    return processing;
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
    return ("ForwardSummary[updates=%s, accepted=%s, unchanged=%s, rejected=%s, unconfirmed=%s, notSent=%s,"
            + " requests=%s, dataPoints=%s%s]")
        .formatted(
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

  /** Counts outcomes. Not thread-safe. */
  public static final class Builder {
    private long accepted;
    private long unchanged;
    private long rejected;
    private long unconfirmed;
    private long notSent;
    private long requests;
    private long dataPoints;
    private boolean truncated;
    private Processing processing = Processing.of(NOT_TRACKED);

    private Builder() {}

    /** Counts the outcome of one update. */
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

    /** Sets the number of HTTP exchanges started. */
    public Builder requests(long requests) {
      this.requests = requests;
      return this;
    }

    /** Sets the number of data points. */
    public Builder dataPoints(long dataPoints) {
      this.dataPoints = dataPoints;
      return this;
    }

    /** Sets whether the input was not read to its end; false by default. */
    public Builder truncated(boolean truncated) {
      this.truncated = truncated;
      return this;
    }

    /** Sets the handle to wait for the processing; by default it is unavailable. */
    public Builder processing(Processing processing) {
      this.processing = Objects.requireNonNull(processing, "processing");
      return this;
    }

    /** Returns the summary. */
    public ForwardSummary build() {
      return new ForwardSummary(this);
    }
  }
}
