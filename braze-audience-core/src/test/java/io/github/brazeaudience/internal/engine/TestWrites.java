package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.payload.PayloadBuilder;

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
    write.history().requestStarted(true);
    write
        .history()
        .failed(new AttemptHistory.Failed(Reason.SERVER_ERROR, "failed", null), mayHaveArrived);
    write.history().requestEnded();
  }

  /** Ends a write as accepted. */
  public static void accept(UserWrite write) {
    write.complete(WriteOutcomes.accepted(write));
  }

  /** Ends a write as rejected. */
  public static void reject(UserWrite write) {
    write.complete(WriteOutcomes.rejected(write, Reason.REQUEST_REFUSED, "refused"));
  }
}
