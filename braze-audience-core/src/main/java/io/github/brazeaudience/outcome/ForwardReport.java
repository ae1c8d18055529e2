package io.github.brazeaudience.outcome;

import java.util.List;
import java.util.Objects;

/**
 * What became of a call: one outcome for each update, in the order of the inputs, and the counts.
 * Immutable.
 *
 * <p>No problem of delivery is an exception; read {@link #complete} or the counts.
 */
public final class ForwardReport {
  private final List<UserOutcome> outcomes;
  private final ForwardSummary summary;
  private final List<BrazeError> unattributedErrors;

  private ForwardReport(
      List<UserOutcome> outcomes, ForwardSummary summary, List<BrazeError> unattributedErrors) {
    this.outcomes = List.copyOf(outcomes);
    this.summary = Objects.requireNonNull(summary, "summary");
    this.unattributedErrors = List.copyOf(unattributedErrors);
  }

  /**
   * A report; the forwarder makes them, and tests of code that reads them.
   *
   * @param outcomes one for each update, in the order of the inputs
   * @param summary their counts
   * @param unattributedErrors what Braze reported of nobody in particular
   * @return the report
   */
  public static ForwardReport of(
      List<UserOutcome> outcomes, ForwardSummary summary, List<BrazeError> unattributedErrors) {
    return new ForwardReport(outcomes, summary, unattributedErrors);
  }

  /**
   * One outcome for each update, in the order of the inputs.
   *
   * @return an immutable list
   */
  public List<UserOutcome> outcomes() {
    return outcomes;
  }

  /** {@return the counts} */
  public ForwardSummary summary() {
    return summary;
  }

  /**
   * Errors in Braze's answers that named none of the users of this call.
   *
   * @return an immutable list, as a rule empty
   */
  public List<BrazeError> unattributedErrors() {
    return unattributedErrors;
  }

  /** {@return true if every update was accepted or unchanged} */
  public boolean complete() {
    return summary.complete();
  }

  /**
   * Updates that ended as {@link Accepted}.
   *
   * @return the count
   */
  public long accepted() {
    return summary.accepted();
  }

  /**
   * Updates that ended as {@link Unchanged}.
   *
   * @return the count
   */
  public long unchanged() {
    return summary.unchanged();
  }

  /**
   * Updates that ended as {@link Rejected}.
   *
   * @return the count
   */
  public long rejected() {
    return summary.rejected();
  }

  /**
   * Updates that ended as {@link Unconfirmed}.
   *
   * @return the count
   */
  public long unconfirmed() {
    return summary.unconfirmed();
  }

  /**
   * Updates that ended as {@link NotSent}.
   *
   * @return the count
   */
  public long notSent() {
    return summary.notSent();
  }

  /**
   * HTTP exchanges that were started, retries included.
   *
   * @return the count
   */
  public long requests() {
    return summary.requests();
  }

  /**
   * What older Braze contracts are charged for, see {@link ForwardSummary#dataPoints}.
   *
   * @return the count
   */
  public long dataPoints() {
    return summary.dataPoints();
  }

  @Override
  public String toString() {
    return "ForwardReport[" + summary + "]";
  }
}
