package io.github.brazeaudience.internal.engine;

import java.util.function.Predicate;

/**
 * The gates of the two things that Braze is asked for. An outage of one holds nothing of the other.
 */
final class OutageGates {
  private final OutageGate writes;
  private final OutageGate exports;

  OutageGates(DeliverySettings settings) {
    this.writes = gate(settings);
    this.exports = gate(settings);
  }

  private static OutageGate gate(DeliverySettings settings) {
    return new OutageGate(
        settings.retryPolicy(), settings.random(), settings.concurrency().initial());
  }

  OutageGate writes() {
    return writes;
  }

  OutageGate exports() {
    return exports;
  }

  /** Waits for no probe that is not in flight. */
  void reset(Predicate<Batch> inFlight) {
    writes.reset(inFlight);
    exports.reset(inFlight);
  }

  /** What holds this batch and those like it while Braze is away. */
  OutageGate of(Batch batch) {
    return batch.isExport() ? exports : writes;
  }
}
