package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.outcome.Reason;
import java.util.List;

/** Why calls end when what they run on has failed. */
final class EngineFailure {
  /** Made before there may be no heap for it. */
  private static final DeliveryCall.Stop UNNAMED =
      new DeliveryCall.Stop(
          Reason.CANCELLED, "the delivery engine failed and ended this update; forward it again");

  private EngineFailure() {}

  /**
   * Names what failed, and with which error.
   *
   * @param part the part of the forwarder in which it was thrown
   */
  static DeliveryCall.Stop of(String part, Throwable thrown) {
    try {
      return new DeliveryCall.Stop(
          Reason.CANCELLED,
          "the %s failed (%s) and ended this update; forward it again"
              .formatted(part, described(thrown)));
    } catch (Throwable e) {
      return UNNAMED;
    }
  }

  /** What the virtual machine says is about no user; what others say may be. */
  private static String described(Throwable thrown) {
    String name = thrown.getClass().getSimpleName();
    return thrown instanceof VirtualMachineError && thrown.getMessage() != null
        ? name + ": " + CauseText.of(thrown, List.of())
        : name;
  }
}
