package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.internal.wire.ExportRequest;
import io.github.brazeaudience.internal.wire.ExportedProfile;
import io.github.brazeaudience.internal.wire.RequestContext;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.PayloadRefusal;
import io.github.brazeaudience.payload.PayloadResult;
import io.github.brazeaudience.payload.UserAttributes;
import io.github.brazeaudience.payload.UserIdentifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the profiles of writes that have only device ids, with one {@code /users/export/ids}
 * request per device. Passes on a write with the identifier of its profile, and all other writes
 * unchanged. At most one request per device is in flight, and results are cached.
 *
 * <p>Lookups have their own retry tokens and their own limit of {@value #MAX_IN_FLIGHT} requests in
 * flight, so they delay no other write.
 */
final class DeviceLookup extends ExportStage {
  /** At 40 starts per second, enough for a latency of 800 ms. */
  static final int MAX_IN_FLIGHT = 32;

  static final String NOT_FOUND =
      "the lookup of the user's device ids found no profile; forward the user once the app has"
          + " created one, or with an external id";

  static final String AMBIGUOUS =
      "the lookup of the user's device ids found several profiles; forward the user with an external"
          + " id or a Braze id";

  private final EngineSettings settings;
  private final PayloadBuilder payload;
  private final WriteContent.Merger merger;
  private final WriteResolver resolver;
  private final WriteResolver.Next next;
  private final Completer completer;
  private final Consumer<UserWrite> identified;
  private final DeviceCache cache = new DeviceCache();
  private final Map<String, Group> groups = new HashMap<>();

  /** The devices for which each call has waiting writes, in order. */
  private final Map<Call, Set<String>> devices = new HashMap<>();

  private long accepted;

  /** The writes that wait for the lookup of one device, or are in its batch. */
  private static final class Group {
    private final List<UserWrite> writes = new ArrayList<>(1);
    private boolean hasBatch;

    /** Removes and returns the writes of a call that are in no batch. */
    List<UserWrite> take(Call call) {
      List<UserWrite> taken = waiting(call);
      writes.removeAll(taken);
      return taken;
    }

    List<UserWrite> waiting(Call call) {
      return writes.stream()
          .filter(write -> write.call() == call && write.state() == WriteState.IDENTIFYING)
          .toList();
    }

    boolean isUnused() {
      return writes.isEmpty() && !hasBatch;
    }
  }

  /**
   * Creates a stage.
   *
   * @param identified receives the writes that are identified
   */
  DeviceLookup(
      WriteResolver.Context context,
      WriteResolver resolver,
      WriteResolver.Next next,
      Completer completer,
      Consumer<UserWrite> identified) {
    super(context, next);
    this.settings = context.settings();
    this.payload = context.payload();
    this.merger = new WriteContent.Merger(payload);
    this.resolver = resolver;
    this.next = next;
    this.completer = completer;
    this.identified = identified;
  }

  /** {@return this stage as a source of batches, if the configuration uses it} */
  List<BatchSource> sources() {
    return settings.config().deviceLookup() ? List.of(this) : List.of();
  }

  @Override
  public int maxInFlight() {
    return MAX_IN_FLIGHT;
  }

  @Override
  public boolean isSeparate() {
    return true;
  }

  /** Passes on a write once it is identified, or completes it. */
  void identify(UserWrite write) {
    if (write.isIdentified()) {
      identified.accept(write);
    } else {
      tryDevices(write);
    }
  }

  /** Tries the devices of a write in order, from the first that was not tried. */
  private void tryDevices(UserWrite write) {
    long now = settings.time().nanoTime();
    while (write.devicesTried < write.user().deviceIds().size()) {
      LookupResult result = cache.get(device(write), now);
      if (result == null) {
        acceptUnlessStopped(write);
        return;
      }
      if (result instanceof LookupResult.Found found) {
        identifyAs(write, found.user());
        return;
      }
      write.ambiguousDevice |= ((LookupResult.NotFound) result).ambiguous();
      write.devicesTried++;
    }
    UserIdentifier fallback = write.user().fallback().orElse(null);
    if (fallback != null) {
      identifyAs(write, fallback);
    } else {
      reject(write, Reason.NO_IDENTIFIER, write.ambiguousDevice ? AMBIGUOUS : NOT_FOUND);
    }
  }

  private void acceptUnlessStopped(UserWrite write) {
    StopCause stopCause = write.call().stopCause();
    if (stopCause == null) {
      accept(write);
    } else {
      next.fail(write, stopCause);
    }
  }

  private static String device(UserWrite write) {
    return write.user().deviceIds().get(write.devicesTried);
  }

  private void identifyAs(UserWrite write, UserIdentifier user) {
    write.call().exportEnded(write);
    List<PendingUpdate> updates = new ArrayList<>(write.updates().size());
    for (PendingUpdate it : write.updates()) {
      PayloadResult result = payload.identify(it.attributes(), user);
      if (result instanceof PayloadRefusal refusal) {
        reject(write, refusal.reason(), refusal.message());
        return;
      }
      updates.add(new PendingUpdate(it.index(), it.update(), (UserAttributes) result));
    }
    write.identify(
        updates, resolver.hasStore() && UpdateMerger.isStored(user) ? null : merger.merge(updates));
    StopCause stopCause = write.call().stopCause();
    if (write.isEmpty()) {
      next.complete(write);
    } else if (stopCause != null) {
      next.fail(write, stopCause);
    } else {
      identified.accept(write);
    }
  }

  /** Fails the writes of a stopped call that are not identified. */
  void fail(List<UserWrite> writes, StopCause cause) {
    for (UserWrite write : writes) {
      if (!write.isIdentified()) {
        next.fail(write, cause);
      }
    }
  }

  private void reject(UserWrite write, Reason reason, String message) {
    write.complete(WriteOutcomes.rejected(write, reason, message));
    completer.complete(write);
  }

  @Override
  protected void keep(UserWrite write) {
    write.lookupOrder = accepted++;
    String device = device(write);
    groups.computeIfAbsent(device, first -> new Group()).writes.add(write);
    devices.computeIfAbsent(write.call(), first -> new LinkedHashSet<>()).add(device);
  }

  @Override
  protected int waiting(Call call) {
    return devices.getOrDefault(call, Set.of()).size();
  }

  @Override
  protected List<UserWrite> take(Call call, boolean partial) {
    Iterator<String> waiting = devices.getOrDefault(call, Set.of()).iterator();
    while (waiting.hasNext()) {
      Group group = groups.get(waiting.next());
      if (group != null && !group.hasBatch) {
        waiting.remove();
        group.hasBatch = true;
        return group.waiting(call);
      }
    }
    return List.of();
  }

  @Override
  protected List<UserWrite> takeAll(Call call) {
    Set<String> waiting = devices.remove(call);
    if (waiting == null) {
      return List.of();
    }
    List<UserWrite> taken = new ArrayList<>();
    for (String device : waiting) {
      Group group = groups.get(device);
      if (group != null) {
        taken.addAll(group.take(call));
        groups.computeIfPresent(device, (same, it) -> it.isUnused() ? null : it);
      }
    }
    return taken;
  }

  @Override
  protected Batch.Request request(List<UserWrite> writes) {
    return new Batch.Request(
        RequestContext.lookup(), List.of(ExportRequest.lookup(device(writes.get(0)))));
  }

  @Override
  protected StopCause deadlineBefore(Instant nextStart) {
    return StopCause.deadlineBeforeNextLookup(nextStart);
  }

  /** Ends the lookup of a batch. The writes of other batches that wait for it try themselves. */
  @Override
  public void release(Batch batch) {
    super.release(batch);
    String device = device(batch.writes().get(0));
    Group group = groups.get(device);
    if (group != null) {
      group.hasBatch = false;
      group.writes.removeAll(batch.writes());
      groups.computeIfPresent(device, (same, it) -> it.isUnused() ? null : it);
    }
  }

  /** Continues with all writes that wait for the device of a batch, in the order of arrival. */
  @Override
  public void exported(Batch batch, List<ExportedProfile> profiles) {
    String device = device(batch.writes().get(0));
    cache.put(device, LookupResult.of(profiles), settings.time().nanoTime());
    List<UserWrite> writes = new ArrayList<>(batch.writes());
    writes.forEach(write -> write.moveTo(WriteState.IDENTIFYING));
    Group group = groups.remove(device);
    if (group != null) {
      writes.addAll(group.writes);
      group.writes.forEach(
          write -> devices.computeIfPresent(write.call(), (call, all) -> without(all, device)));
      writes.sort(Comparator.comparingLong(write -> write.lookupOrder));
    }
    writes.forEach(this::tryDevices);
  }

  private static @Nullable Set<String> without(Set<String> all, String device) {
    all.remove(device);
    return all.isEmpty() ? null : all;
  }

  @Override
  public void release(Call call) {
    super.release(call);
    devices.remove(call);
  }

  @Override
  public void reset() {
    super.reset();
    devices.clear();
    groups.values().forEach(group -> group.writes.removeIf(write -> !write.history().isInFlight()));
    groups.values().removeIf(group -> group.writes.isEmpty());
  }
}
