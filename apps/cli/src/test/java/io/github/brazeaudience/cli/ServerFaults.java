package io.github.brazeaudience.cli;

import java.time.Duration;
import java.util.Set;

/**
 * Faults of an {@link UnreliableServer}.
 *
 * @param seed selects one request in five to fail; 0 for none
 * @param stall the time that a stalled request waits before the server closes the connection
 * @param outageAt the number of the request at which the outage starts
 * @param outageDuration the duration of the outage; zero for none
 * @param poison users whose requests are refused as a whole
 * @param acceptsKey false if every request gets a 401
 */
record ServerFaults(
    long seed,
    Duration stall,
    int outageAt,
    Duration outageDuration,
    Set<Integer> poison,
    boolean acceptsKey) {
  static ServerFaults none() {
    return new ServerFaults(0, Duration.ZERO, 0, Duration.ZERO, Set.of(), true);
  }

  ServerFaults withFaults(long aSeed, Duration aStall) {
    return new ServerFaults(aSeed, aStall, outageAt, outageDuration, poison, acceptsKey);
  }

  ServerFaults withOutage(int at, Duration time) {
    return new ServerFaults(seed, stall, at, time, poison, acceptsKey);
  }

  ServerFaults withPoison(Set<Integer> users) {
    return new ServerFaults(seed, stall, outageAt, outageDuration, users, acceptsKey);
  }

  ServerFaults withWrongKey() {
    return new ServerFaults(seed, stall, outageAt, outageDuration, poison, false);
  }
}
