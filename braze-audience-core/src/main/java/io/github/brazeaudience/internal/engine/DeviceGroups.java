package io.github.brazeaudience.internal.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes that wait for the lookup of a device. Each device has at most one open batch, whichever
 * call it belongs to. Owns the writes that wait.
 */
final class DeviceGroups {
  private final Map<String, Group> groups = new HashMap<>();

  /** The devices for which each call has waiting writes, in order. */
  private final Map<Call, Set<String>> devices = new HashMap<>();

  private int added;

  private static final class Group {
    private final List<UserWrite> waiting = new ArrayList<>(1);

    /** The writes of the open batch; empty if there is none. */
    private List<UserWrite> open = List.of();

    List<UserWrite> take(Call call) {
      List<UserWrite> taken = waiting.stream().filter(write -> write.call() == call).toList();
      waiting.removeAll(taken);
      return taken;
    }

    boolean isUnused() {
      return waiting.isEmpty() && open.isEmpty();
    }
  }

  void add(String device, UserWrite write) {
    write.lookupOrder = added++;
    groups.computeIfAbsent(device, first -> new Group()).waiting.add(write);
    devices.computeIfAbsent(write.call(), first -> new LinkedHashSet<>()).add(device);
  }

  /** {@return the number of devices for which a call has waiting writes} */
  int devices(Call call) {
    return devices.getOrDefault(call, Set.of()).size();
  }

  /**
   * Opens a batch for the next device of a call that has none.
   *
   * @return the writes of the call that wait for the device, which no longer wait; no writes if
   *     there is no such device
   */
  List<UserWrite> open(Call call) {
    Iterator<String> waiting = devices.getOrDefault(call, Set.of()).iterator();
    while (waiting.hasNext()) {
      Group group = groups.get(waiting.next());
      if (group != null && group.open.isEmpty()) {
        waiting.remove();
        group.open = group.take(call);
        return group.open;
      }
    }
    return List.of();
  }

  /** Closes the batch of a device. The other calls that wait for the device open their own. */
  void close(String device) {
    Group group = groups.get(device);
    if (group != null) {
      group.open = List.of();
      removeIfUnused(device, group);
    }
  }

  private void removeIfUnused(String device, Group group) {
    if (group.isUnused()) {
      groups.remove(device);
    }
  }

  /**
   * Removes the writes of all calls that wait for a device.
   *
   * @return these writes and those of the closed batch, in the order in which they were added
   */
  List<UserWrite> removeAll(String device, List<UserWrite> closed) {
    List<UserWrite> all = new ArrayList<>(closed);
    Group group = groups.remove(device);
    if (group != null) {
      all.addAll(group.waiting);
      group.waiting.forEach(write -> remove(write.call(), device));
      all.sort((one, other) -> one.lookupOrder - other.lookupOrder);
    }
    return all;
  }

  private void remove(Call call, String device) {
    Set<String> all = devices.get(call);
    if (all != null && all.remove(device) && all.isEmpty()) {
      devices.remove(call);
    }
  }

  List<UserWrite> removeAll(Call call) {
    Set<String> waiting = devices.remove(call);
    if (waiting == null) {
      return List.of();
    }
    List<UserWrite> taken = new ArrayList<>();
    for (String device : waiting) {
      Group group = groups.get(device);
      if (group != null) {
        taken.addAll(group.take(call));
        removeIfUnused(device, group);
      }
    }
    return taken;
  }

  void release(Call call) {
    devices.remove(call);
  }

  /** Forgets everything but the batches in flight, after the engine failed. */
  void reset() {
    devices.clear();
    for (Group group : groups.values()) {
      group.waiting.clear();
      group.open = group.open.stream().filter(write -> write.isInFlight()).toList();
    }
    groups.values().removeIf(Group::isUnused);
  }
}
