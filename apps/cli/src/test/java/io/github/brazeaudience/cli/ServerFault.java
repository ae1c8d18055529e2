package io.github.brazeaudience.cli;

import java.util.Random;

/** Fault that a request meets instead of a normal response. */
enum ServerFault {
  /** The connection is reset, and the port is closed for a moment. */
  REFUSED(4),
  RESET_BEFORE_THE_BODY(4),
  RESET_AFTER_THE_BODY(4),
  /** No response until the client times out; rare, because it takes long. */
  STALLED(1),
  HALF_AN_ANSWER(4),
  REQUEST_TIMEOUT(4),
  THROTTLED(4),
  SERVER_ERROR(4),
  HTML(4),
  EMPTY(4),
  UNREADABLE(4);

  private static final int ONE_IN = 5;

  private final int weight;

  ServerFault(int weight) {
    this.weight = weight;
  }

  /** Returns a random fault for one request in five, and null for the others. */
  static ServerFault draw(long seed, int request) {
    Random random = new Random(seed * 1_000_003 + request);
    if (random.nextInt(ONE_IN) > 0) {
      return null;
    }
    int all = 0;
    for (ServerFault fault : values()) {
      all += fault.weight;
    }
    int drawn = random.nextInt(all);
    for (ServerFault fault : values()) {
      drawn -= fault.weight;
      if (drawn < 0) {
        return fault;
      }
    }
    throw new AssertionError(drawn);
  }
}
