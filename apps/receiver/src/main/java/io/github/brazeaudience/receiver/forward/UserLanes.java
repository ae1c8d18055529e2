package io.github.brazeaudience.receiver.forward;

import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.UserAttributes;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/** The users with updates that are not final. Confined to the forwarding thread. */
final class UserLanes {
  private final PayloadBuilder payload;
  private final Map<Object, UserLane> lanes = new HashMap<>();
  private final Queue<UserLane> ready = new ArrayDeque<>();

  UserLanes(PayloadBuilder payload) {
    this.payload = payload;
  }

  /** The lanes whose next update can go, in the order in which that came about. */
  Queue<UserLane> ready() {
    return ready;
  }

  void add(StoredUpdate update) {
    UserLane lane = lanes.computeIfAbsent(user(update), UserLane::new);
    if (lane.add(update)) {
      ready.add(lane);
    }
  }

  /** Nothing of a lane is under way any more. */
  void succeeded(UserLane lane) {
    if (lane.succeeded()) {
      ready.add(lane);
    } else {
      lanes.remove(lane.user());
    }
  }

  /** The user as Braze is told. What is refused for itself alone is no user's. */
  private Object user(StoredUpdate update) {
    return payload.build(update.update()) instanceof UserAttributes attributes
        ? attributes.identifier()
        : new Object();
  }
}
