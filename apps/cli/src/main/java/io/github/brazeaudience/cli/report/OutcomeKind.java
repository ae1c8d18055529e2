package io.github.brazeaudience.cli.report;

import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;

/** Kind of an outcome, in the order of the report. */
enum OutcomeKind {
  ACCEPTED("Accepted", "queued by Braze"),
  UNCHANGED("Unchanged", "Braze already has it"),
  REJECTED("Rejected", "fix the data, then forward again"),
  UNCONFIRMED("Unconfirmed", "may have arrived; forward again"),
  NOT_SENT("Not sent", "did not arrive; forward again");

  private final String title;
  private final String meaning;

  OutcomeKind(String title, String meaning) {
    this.title = title;
    this.meaning = meaning;
  }

  String title() {
    return title;
  }

  String meaning() {
    return meaning;
  }

  static OutcomeKind of(UserOutcome outcome) {
    if (outcome instanceof Accepted) {
      return ACCEPTED;
    }
    if (outcome instanceof Unchanged) {
      return UNCHANGED;
    }
    if (outcome instanceof Rejected) {
      return REJECTED;
    }
    if (outcome instanceof Unconfirmed) {
      return UNCONFIRMED;
    }
    if (outcome instanceof NotSent) {
      return NOT_SENT;
    }
    throw new IllegalArgumentException("unknown outcome: " + outcome);
  }
}
