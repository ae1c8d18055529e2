package io.github.brazeaudience.outcome;

import java.util.List;
import java.util.Objects;

/**
 * Result of a call: one outcome per update, in input order, and the counts. Immutable.
 *
 * <p>Delivery problems are not exceptions; check {@link #complete} or the counts.
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
   * Creates a report. The forwarder calls this, and so do tests of code that reads reports.
   *
   * @param outcomes one per update, in input order
   * @param summary their counts
   * @param unattributedErrors errors from Braze that name no user of the call
   */
  public static ForwardReport of(
      List<UserOutcome> outcomes, ForwardSummary summary, List<BrazeError> unattributedErrors) {
    return new ForwardReport(outcomes, summary, unattributedErrors);
  }

  /** {@return one outcome per update, in input order} */
  public List<UserOutcome> outcomes() {
    return outcomes;
  }

  /** {@return the counts} */
  public ForwardSummary summary() {
    return summary;
  }

  /** {@return the errors in Braze's responses that named no user of this call, usually none} */
  public List<BrazeError> unattributedErrors() {
    return unattributedErrors;
  }

  /** {@return true if every update was accepted or unchanged} */
  public boolean complete() {
    return summary.complete();
  }

  /** {@return the number of updates that ended as {@link Accepted}} */
  public long accepted() {
    return summary.accepted();
  }

  /** {@return the number of updates that ended as {@link Unchanged}} */
  public long unchanged() {
    return summary.unchanged();
  }

  /** {@return the number of updates that ended as {@link Rejected}} */
  public long rejected() {
    return summary.rejected();
  }

  /** {@return the number of updates that ended as {@link Unconfirmed}} */
  public long unconfirmed() {
    return summary.unconfirmed();
  }

  /** {@return the number of updates that ended as {@link NotSent}} */
  public long notSent() {
    return summary.notSent();
  }

  /** {@return the number of HTTP exchanges started, including retries} */
  public long requests() {
    return summary.requests();
  }

  /** {@return the data points that may be charged, see {@link ForwardSummary#dataPoints}} */
  public long dataPoints() {
    return summary.dataPoints();
  }

  /**
   * Returns the handle to wait until Braze has processed the requests of the call, see {@link
   * ForwardSummary#processing}.
   */
  public Processing processing() {
    return summary.processing();
  }

  @Override
  public String toString() {
    return "ForwardReport[" + summary + "]";
  }
}
