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

  /** The lanes with a ready update, in the order of becoming ready. */
  Queue<UserLane> ready() {
    return ready;
  }

  void add(StoredUpdate update) {
    UserLane lane = lanes.computeIfAbsent(user(update), UserLane::new);
    if (lane.add(update)) {
      ready.add(lane);
    }
  }

  /** Ends the updates in flight of a lane. */
  void succeeded(UserLane lane) {
    if (lane.succeeded()) {
      ready.add(lane);
    } else {
      lanes.remove(lane.user());
    }
  }

  /** The user's identifier in Braze. An update that is rejected on its own has no user. */
  private Object user(StoredUpdate update) {
    return payload.build(update.update()) instanceof UserAttributes attributes
        ? attributes.identifier()
        : new Object();
  }
}
