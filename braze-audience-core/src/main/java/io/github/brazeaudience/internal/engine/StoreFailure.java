package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.outcome.Reason;
import java.util.Collection;

/** Why updates are not sent that depend on a membership store which fails. */
final class StoreFailure {
  /** A call of the store has not returned. */
  static final DeliveryCall.Stop NO_RESPONSE =
      new DeliveryCall.Stop(
          Reason.STORE_UNAVAILABLE,
          "the membership store did not respond in time, so the update was not sent; check the store and forward again");

  private StoreFailure() {}

  /**
   * Names the cause of a failure.
   *
   * @param users external ids that were asked for, which the cause may quote and no message may
   *     show
   */
  static DeliveryCall.Stop of(Throwable failure, Collection<String> users) {
    return new DeliveryCall.Stop(
        Reason.STORE_UNAVAILABLE,
        "the membership store failed (%s), so the update was not sent; fix the store and forward again"
            .formatted(CauseText.of(failure, users)));
  }
}
