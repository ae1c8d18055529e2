package io.github.brazeaudience.spring;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Part of the health: the operations of the forwarder that are suspended, and why. */
final class ForwarderHealth implements HealthReport.Part {
  private final ForwarderState state;

  ForwarderHealth(ForwarderState state) {
    this.state = state;
  }

  @Override
  public boolean addTo(Map<String, Object> details) {
    Map<String, Object> suspended = new TreeMap<>();
    state
        .suspensions()
        .forEach(
            (operation, suspension) ->
                suspended.put(
                    operation.name().toLowerCase(Locale.ROOT),
                    Map.of(
                        "reason", suspension.reason().name(),
                        "since", suspension.since().toString())));
    if (!suspended.isEmpty()) {
      details.put("suspended", suspended);
    }
    return suspended.isEmpty();
  }
}
