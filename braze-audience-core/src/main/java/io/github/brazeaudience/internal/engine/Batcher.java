package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.internal.engine.UserWrite.State;
import io.github.brazeaudience.internal.wire.Codec;
import io.github.brazeaudience.internal.wire.RequestContext;
import io.github.brazeaudience.payload.PayloadLimits;
import io.github.brazeaudience.payload.RequestBody;
import io.github.brazeaudience.payload.UserAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills requests with the writes of a call: up to 75 objects and 4,000,000 bytes. A request that is
 * not full waits for more writes until the input ends or a flush. Owns the ready writes.
 */
final class Batcher implements BatchScheduler.Source {
  private final Codec codec;
  private final Admission admission;
  private final Completer completer;
  private final Map<Call, Ready> calls = new HashMap<>();

  private static final class Ready {
    private final Deque<UserWrite> writes = new ArrayDeque<>();

    /** Size of {@link #writes} when they did not fill a request; avoids encoding them again. */
    private int sizeWhenNotFull;

    private boolean mayFillRequest() {
      if (writes.size() >= PayloadLimits.MAX_OBJECTS) {
        return true;
      }
      if (writes.size() <= sizeWhenNotFull) {
        return false;
      }
      return writes.stream().mapToLong(write -> write.attributes().maxEncodedBytes()).sum()
          > PayloadLimits.MAX_BODY_BYTES;
    }
  }

  Batcher(Codec codec, Admission admission, Completer completer) {
    this.codec = codec;
    this.admission = admission;
    this.completer = completer;
  }

  void accept(UserWrite write) {
    write.moveTo(State.READY);
    calls.computeIfAbsent(write.call(), first -> new Ready()).writes.add(write);
  }

  @Override
  public Admission admission() {
    return admission;
  }

  @Override
  public void beginProbeRound() {
    admission.beginProbeRound();
  }

  @Override
  public @Nullable Batch next(Call call, long nowNanos) {
    Ready ready = calls.get(call);
    boolean partial = call.sendsPartialBatches();
    if (ready == null || !(partial || ready.mayFillRequest())) {
      return null;
    }
    RequestBody body = codec.encode(attributes(ready.writes));
    boolean full =
        body.objects() < ready.writes.size() || body.objects() == PayloadLimits.MAX_OBJECTS;
    if (!(partial || full)) {
      ready.sizeWhenNotFull = ready.writes.size();
      return null;
    }
    ready.sizeWhenNotFull = 0;
    List<UserWrite> taken = new ArrayList<>(body.objects());
    while (taken.size() < body.objects()) {
      UserWrite write = ready.writes.remove();
      write.moveTo(State.BATCHED);
      taken.add(write);
    }
    if (ready.writes.isEmpty()) {
      calls.remove(call);
    }
    return batch(call, taken, body, call.batchDeadlineNanos(nowNanos));
  }

  /** {@return a batch of some writes of another batch} */
  Batch part(Batch whole, List<UserWrite> writes) {
    return batch(whole.call(), writes, codec.encode(attributes(writes)), whole.deadlineNanos());
  }

  private Batch batch(Call call, List<UserWrite> writes, RequestBody body, long deadlineNanos) {
    Batch.Request request =
        new Batch.Request(RequestContext.track(writes.size()), List.of(body.bytes()));
    return new Batch(admission, call, writes, request, deadlineNanos);
  }

  private static List<UserAttributes> attributes(Collection<UserWrite> writes) {
    return writes.stream().limit(PayloadLimits.MAX_OBJECTS).map(UserWrite::attributes).toList();
  }

  /** Fails the ready writes of a call. */
  void drain(Call call, StopCause cause) {
    Ready ready = calls.remove(call);
    if (ready != null) {
      ready.writes.forEach(write -> completer.fail(write, cause));
    }
  }

  /** Forgets all writes, after the engine failed. */
  void reset() {
    calls.clear();
  }
}
