package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadBuilder;
import java.util.ArrayList;
import java.util.List;

/** Creates writes in states that only the engine can reach, for tests of other packages. */
public final class TestWrites {
  private TestWrites() {}

  /** Returns a write whose content depends on the membership store. */
  public static UserWrite unresolved(PayloadBuilder payload, AudienceUpdate update) {
    UpdateMerger merger = new UpdateMerger(payload, true, unsent -> {});
    merger.add(0, update);
    return merger.drain().get(0);
  }

  /** Records a failed attempt. */
  public static void failAttempt(UserWrite write, boolean mayHaveArrived) {
    write.requestStarted(true);
    write.attemptFailed(
        new AttemptHistory.Failed(Reason.SERVER_ERROR, "failed", null), mayHaveArrived);
    write.requestEnded();
  }

  /** {@return the outcome of the last update of a done write} */
  static UserOutcome lastOutcome(UserWrite write) {
    List<UserOutcome> outcomes = new ArrayList<>();
    write.forEachOutcome(outcomes::add);
    return outcomes.get(outcomes.size() - 1);
  }

  /** Ends a write as accepted. */
  public static void accept(UserWrite write) {
    write.complete(WriteResult.ACCEPTED);
  }

  /** Ends a write as rejected. */
  public static void reject(UserWrite write) {
    write.complete(WriteResult.rejected(Reason.REQUEST_REFUSED, "refused"));
  }
}
