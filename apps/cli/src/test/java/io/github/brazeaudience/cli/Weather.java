package io.github.brazeaudience.cli;

import java.time.Duration;
import java.util.Set;

/**
 * What an {@link UnreliableServer} has against its clients.
 *
 * @param seed draws one request in five that fails; 0 for none
 * @param stall how long it says nothing when it stalls, before it hangs up
 * @param awayAt at which request it goes away
 * @param awayFor how long it stays away
 * @param poison users because of whom it refuses a whole request
 * @param knowsKey whether the key is right
 */
record Weather(
    long seed,
    Duration stall,
    int awayAt,
    Duration awayFor,
    Set<Integer> poison,
    boolean knowsKey) {
  static Weather clear() {
    return new Weather(0, Duration.ZERO, 0, Duration.ZERO, Set.of(), true);
  }

  Weather withFaults(long aSeed, Duration aStall) {
    return new Weather(aSeed, aStall, awayAt, awayFor, poison, knowsKey);
  }

  Weather away(int at, Duration time) {
    return new Weather(seed, stall, at, time, poison, knowsKey);
  }

  Weather withPoison(Set<Integer> users) {
    return new Weather(seed, stall, awayAt, awayFor, users, knowsKey);
  }

  Weather withWrongKey() {
    return new Weather(seed, stall, awayAt, awayFor, poison, false);
  }
}
