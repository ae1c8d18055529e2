package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.internal.wire.ExportRequest;
import io.github.brazeaudience.internal.wire.ExportedProfile;
import io.github.brazeaudience.internal.wire.RequestContext;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.payload.PayloadRefusal;
import io.github.brazeaudience.payload.UserIdentifier;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

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

  private final EngineSettings settings;
  private final IdentifierAssigner identifiers;
  private final WriteResolver.Next next;
  private final Completer completer;
  private final Consumer<UserWrite> identified;
  private final DeviceCache cache = new DeviceCache();
  private final DeviceGroups groups = new DeviceGroups();

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
    this.identifiers = new IdentifierAssigner(context.payload(), resolver.hasStore());
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
      search(write);
    }
  }

  private void search(UserWrite write) {
    long now = settings.time().nanoTime();
    DeviceSearch step =
        DeviceSearch.next(write.user(), write.deviceLookup, device -> cache.get(device, now));
    if (step instanceof DeviceSearch.LookUp lookUp) {
      write.deviceLookup = lookUp;
      acceptUnlessStopped(write);
    } else if (step instanceof DeviceSearch.IdentifyAs identify) {
      identifyAs(write, identify.user());
    } else if (step instanceof DeviceSearch.Reject reject) {
      reject(write, Reason.NO_IDENTIFIER, reject.message());
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

  private void identifyAs(UserWrite write, UserIdentifier user) {
    write.call().exportEnded(write);
    PayloadRefusal refusal = identifiers.assign(write, user);
    StopCause stopCause = write.call().stopCause();
    if (refusal != null) {
      reject(write, refusal.reason(), refusal.message());
    } else if (write.isEmpty()) {
      next.complete(write);
    } else if (stopCause != null) {
      next.fail(write, stopCause);
    } else {
      identified.accept(write);
    }
  }

  private void reject(UserWrite write, Reason reason, String message) {
    write.complete(WriteResult.rejected(reason, message));
    completer.complete(write);
  }

  void fail(List<UserWrite> writes, StopCause cause) {
    for (UserWrite write : writes) {
      if (!write.isIdentified()) {
        next.fail(write, cause);
      }
    }
  }

  private static String device(UserWrite write) {
    return write.user().deviceIds().get(write.deviceLookup.tried());
  }

  private static String device(Batch batch) {
    return device(batch.writes().get(0));
  }

  @Override
  protected void keep(UserWrite write) {
    groups.add(device(write), write);
  }

  @Override
  protected int waiting(Call call) {
    return groups.devices(call);
  }

  @Override
  protected List<UserWrite> take(Call call, boolean partial) {
    return groups.open(call);
  }

  @Override
  protected List<UserWrite> takeAll(Call call) {
    return groups.removeAll(call);
  }

  @Override
  protected Batch.Request request(List<UserWrite> writes) {
    return new Batch.Request(RequestContext.lookup(), ExportRequest.lookup(device(writes.get(0))));
  }

  @Override
  protected StopCause deadlineBefore(Instant nextStart) {
    return StopCause.deadlineBeforeNextLookup(nextStart);
  }

  /** Ends the lookup of a batch. The writes of other batches that wait for it try themselves. */
  @Override
  public void release(Batch batch) {
    super.release(batch);
    groups.close(device(batch));
  }

  /** Continues with all writes that wait for the device of a batch, in the order of arrival. */
  @Override
  public void exported(Batch batch, List<ExportedProfile> profiles) {
    String device = device(batch);
    cache.put(device, LookupResult.of(profiles), settings.time().nanoTime());
    batch.writes().forEach(write -> write.moveTo(WriteState.IDENTIFYING));
    groups.removeAll(device, batch.writes()).forEach(this::search);
  }

  @Override
  public void release(Call call) {
    super.release(call);
    groups.release(call);
  }

  @Override
  public void reset() {
    super.reset();
    groups.reset();
  }
}
