package io.github.brazeaudience.cli;

import java.time.Duration;
import java.util.Set;

/**
 * Faults of an {@link UnreliableServer}.
 *
 * @param seed selects one request in five to fail; 0 for none
 * @param stall the time it stalls before it closes the connection
 * @param awayAt the number of the request at which it stops
 * @param awayFor the time for which it stays stopped
 * @param poison users that make it refuse a whole request
 * @param knowsKey false if it refuses the key
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
