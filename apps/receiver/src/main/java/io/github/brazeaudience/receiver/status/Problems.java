package io.github.brazeaudience.receiver.status;

import io.github.brazeaudience.jdbc.RelayFailure;
import io.github.brazeaudience.receiver.database.DatabaseState;
import io.github.brazeaudience.receiver.forward.Suspension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what the status page shows as problems. */
final class Problems {
  /** A backlog of this age is a problem, whatever the reason. */
  private static final long OLD_MINUTES = 10;

  private Problems() {}

  /**
   * A problem of the receiver.
   *
   * @param what what happened, without personal data
   * @param since when it began, null if that is not known
   * @param action what to do
   */
  record Problem(String what, @Nullable Instant since, String action) {}

  /**
   * Lists the problems.
   *
   * @param database the failure of the database
   * @param suspension the permanent error of Braze
   * @param relay the failure of the relay
   * @param backlog the backlog, null if it is not known
   * @param full true if the backlog has reached its limit
   */
  static List<Problem> of(
      Optional<DatabaseState.Failure> database,
      Optional<Suspension.Cause> suspension,
      Optional<RelayFailure> relay,
      @Nullable Backlog backlog,
      boolean full) {
    List<Problem> problems = new ArrayList<>();
    database.map(Problems::notStored).ifPresent(problems::add);
    suspension.map(Problems::suspended).ifPresent(problems::add);
    // One failure is not shown twice.
    if (problems.isEmpty()) {
      relay.map(Problems::waiting).ifPresent(problems::add);
    }
    if (full) {
      problems.add(
          new Problem(
              "The backlog has reached its limit, and messages are refused.",
              null,
              "raise --max-backlog if the disk has room, or ask Braze for a higher rate limit."));
    } else if (problems.isEmpty() && isOld(backlog)) {
      problems.add(
          new Problem(
              "The oldest update waits for more than " + OLD_MINUTES + " minutes.",
              null,
              "compare the throughput with the rate limit of Braze, --rate and --reserve."));
    }
    return problems;
  }

  private static Problem notStored(DatabaseState.Failure failure) {
    return new Problem(
        "Messages are not stored: the database failed (" + failure.reason() + ").",
        failure.since(),
        "check the database, its disk and the network. mParticle sends the messages again.");
  }

  private static Problem suspended(Suspension.Cause cause) {
    String status = cause.status().isPresent() ? ", " + cause.status().getAsInt() : "";
    return new Problem(
        "mParticle is asked to stop sending, because Braze refuses all requests ("
            + cause.reason()
            + status
            + ").",
        cause.since(),
        ReasonAdvice.of(cause.reason())
            + ". Messages are kept until then. Afterwards resume the connection in mParticle.");
  }

  private static Problem waiting(RelayFailure failure) {
    return new Problem(
        "Updates wait to be forwarded: " + failure.message(),
        failure.since(),
        failure
                .reason()
                .map(ReasonAdvice::of)
                .orElse("check the database, its disk and the network")
            + ". Messages are kept until then.");
  }

  private static boolean isOld(@Nullable Backlog backlog) {
    return backlog != null && backlog.oldest().toMinutes() >= OLD_MINUTES;
  }
}
