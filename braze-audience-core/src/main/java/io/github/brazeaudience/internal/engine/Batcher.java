package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.internal.resilience.RequestSizeLimit;
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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills requests with the writes of a call: up to 4,000,000 bytes and the learned number of
 * objects, one request at a time with more as a test. A request that is not full waits for more
 * writes until the input ends or a flush. Owns the ready writes.
 */
final class Batcher implements BatchSource {
  private final Codec codec;
  private final Admission admission;
  private final Completer completer;
  private final RequestSizeLimit size;
  private final Map<Call, Ready> calls = new HashMap<>();

  /** The last batch that tests a larger size, or null. */
  private @Nullable Batch test;

  private static final class Ready {
    private final Deque<UserWrite> writes = new ArrayDeque<>(PayloadLimits.MAX_OBJECTS);

    /** Size of {@link #writes} when they did not fill a request; avoids encoding them again. */
    private int sizeWhenNotFull;

    private boolean mayFillRequest(int objects) {
      if (writes.size() >= objects) {
        return true;
      }
      if (writes.size() <= sizeWhenNotFull) {
        return false;
      }
      return writes.stream().mapToLong(write -> write.attributes().maxEncodedBytes()).sum()
          > PayloadLimits.MAX_BODY_BYTES;
    }
  }

  Batcher(Codec codec, Admission admission, Completer completer, RequestSizeLimit size) {
    this.codec = codec;
    this.admission = admission;
    this.completer = completer;
    this.size = size;
  }

  void accept(UserWrite write) {
    write.moveTo(WriteState.READY);
    Ready ready = calls.get(write.call());
    if (ready == null) {
      ready = new Ready();
      calls.put(write.call(), ready);
      write.call().ready(this);
    }
    ready.writes.add(write);
  }

  @Override
  public boolean hasWrites(Call call) {
    return calls.containsKey(call);
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
  public @Nullable Batch formBatch(Call call, long nowNanos) {
    Ready ready = calls.get(call);
    boolean partial = call.sendsPartialBatches();
    int objects = nextSize();
    if (ready == null || !(partial || ready.mayFillRequest(objects))) {
      return null;
    }
    Batch.Request request = fill(ready.writes, objects);
    int taking = request.context().objects();
    boolean full = taking < ready.writes.size() || taking == objects;
    if (!(partial || full)) {
      ready.sizeWhenNotFull = ready.writes.size();
      return null;
    }
    ready.sizeWhenNotFull = 0;
    List<UserWrite> taken = new ArrayList<>(taking);
    while (taken.size() < taking) {
      UserWrite write = ready.writes.remove();
      write.moveTo(WriteState.BATCHED);
      taken.add(write);
    }
    if (ready.writes.isEmpty()) {
      calls.remove(call);
    }
    return noteTest(new Batch(this, call, taken, request, call.batchDeadlineNanos(nowNanos)));
  }

  @Override
  public int maxInFlight() {
    return size.maxInFlight();
  }

  private int nextSize() {
    return isTesting() ? size.current() : size.next();
  }

  private Batch noteTest(Batch batch) {
    if (batch.writes().size() > size.current()) {
      test = batch;
      size.onTest();
    }
    return batch;
  }

  private boolean isTesting() {
    Batch open = test;
    if (open == null || !size.isUndecided(open.writes().size())) {
      return false;
    }
    RefusalSearch refused = open.splitBy();
    boolean mayBeAccepted = open.refusedSize() == 0 && (refused == null || refused.mayBeTooLong());
    return mayBeAccepted && !open.writes().stream().allMatch(UserWrite::isDone);
  }

  /** Returns true if a batch has more objects than the size limit, which may have changed. */
  boolean isTooLarge(Batch batch) {
    return batch.isTrack()
        && (batch.refusedSize() > 0
            || (batch.writes().size() > size.current() && !(batch == test && isTesting())));
  }

  /**
   * Returns the next batch of writes that were in batches with too many objects, and a batch of the
   * others, which is split in turn when it starts.
   *
   * @param tooLong the smallest size at which Braze refused one of the batches as too long; the
   *     maximum int if it refused none
   */
  List<Batch> cut(Call call, List<UserWrite> writes, int tooLong, long deadlineNanos) {
    int objects = nextSize();
    if (objects >= tooLong) {
      objects = (tooLong + 1) / 2;
    }
    Batch.Request request = fill(writes, objects);
    int taken = request.context().objects();
    Batch first =
        noteTest(
            new Batch(this, call, List.copyOf(writes.subList(0, taken)), request, deadlineNanos));
    if (taken == writes.size()) {
      return List.of(first);
    }
    List<UserWrite> others = List.copyOf(writes.subList(taken, writes.size()));
    Batch.Request unused = new Batch.Request(RequestContext.track(others.size()), new byte[0]);
    Batch rest = new Batch(this, call, others, unused, deadlineNanos);
    return List.of(first, rest.refusedAsTooLong(tooLong));
  }

  /** {@return a batch of some writes of another batch} */
  Batch part(Batch whole, List<UserWrite> writes) {
    return parts(whole.call(), writes, writes.size(), whole.deadlineNanos()).get(0);
  }

  /**
   * Returns batches of writes that were in other batches.
   *
   * @param objects the maximum number of writes in a batch
   */
  List<Batch> parts(Call call, List<UserWrite> writes, int objects, long deadlineNanos) {
    List<Batch> parts = new ArrayList<>();
    for (int from = 0; from < writes.size(); ) {
      Batch.Request request = fill(writes.subList(from, writes.size()), objects);
      int end = from + request.context().objects();
      List<UserWrite> part = List.copyOf(writes.subList(from, end));
      parts.add(new Batch(this, call, part, request, deadlineNanos));
      from = end;
    }
    return parts;
  }

  /**
   * Fills a request with as many of the first writes as fit. The body is encoded here only if an
   * upper bound of its size is above the limit, otherwise by the thread that sends it.
   *
   * @param objects the maximum number of writes
   */
  private Batch.Request fill(Collection<UserWrite> writes, int objects) {
    List<UserAttributes> first = new ArrayList<>(Math.min(objects, writes.size()));
    for (Iterator<UserWrite> it = writes.iterator(); first.size() < objects && it.hasNext(); ) {
      first.add(it.next().attributes());
    }
    long maxBytes = codec.maxBodyBytes(first);
    if (maxBytes <= PayloadLimits.MAX_BODY_BYTES) {
      return new Batch.Request(
          RequestContext.track(first.size()), maxBytes, () -> encodeAll(first));
    }
    RequestBody body = codec.encode(first);
    return new Batch.Request(RequestContext.track(body.objects()), body.length(), body::parts);
  }

  private List<byte[]> encodeAll(List<UserAttributes> objects) {
    RequestBody body = codec.encode(objects);
    if (body.objects() < objects.size()) {
      throw new IllegalStateException("the body is larger than its upper bound");
    }
    return body.parts();
  }

  void drain(Call call, StopCause cause) {
    Ready ready = calls.remove(call);
    if (ready != null) {
      ready.writes.forEach(write -> completer.fail(write, cause));
    }
  }

  void reset() {
    calls.clear();
    test = null;
  }
}
