package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.internal.wire.ErrorRedactor;
import io.github.brazeaudience.internal.wire.RequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes that share a request, and the attempts of that request. */
public final class Batch {
  /**
   * The request of a batch, the same in each attempt.
   *
   * @param maxBytes an upper bound for the size of the body
   * @param body encodes the body, the same one for each attempt; thread-safe
   */
  public record Request(RequestContext context, long maxBytes, Supplier<List<byte[]>> body) {
    /** Creates a request with a body that is encoded already. */
    public Request(RequestContext context, byte[] body) {
      this(context, body.length, () -> List.of(body));
    }
  }

  private final BatchSource source;
  private final Call call;
  private final List<UserWrite> writes;
  private final Request request;
  private final long deadlineNanos;
  private @Nullable RefusalSearch search;
  private @Nullable RefusalSearch splitBy;
  private int attempts;
  private int failures;
  private int refusedSize;
  private boolean hasRetryToken;
  private long dueNanos;
  private boolean backingOff;
  private @Nullable Attempt attempt;
  private boolean aborted;
  private Duration lastDuration = Duration.ZERO;

  /** Set by {@link Admission}: the circuit breaker's permit of the last attempt. */
  long permit;

  /**
   * Creates a batch.
   *
   * @param source the source that formed it
   * @param writes not changed afterwards
   * @param deadlineNanos the deadline of the last attempt
   */
  Batch(
      BatchSource source, Call call, List<UserWrite> writes, Request request, long deadlineNanos) {
    this.source = source;
    this.call = call;
    this.writes = Collections.unmodifiableList(writes);
    this.request = request;
    this.deadlineNanos = deadlineNanos;
  }

  BatchSource source() {
    return source;
  }

  Admission admission() {
    return source.admission();
  }

  BrazeOperation operation() {
    return request.context().operation();
  }

  /** Returns true if it writes; an export does not. */
  boolean isTrack() {
    return operation() == BrazeOperation.TRACK_USERS;
  }

  public Call call() {
    return call;
  }

  public List<UserWrite> writes() {
    return writes;
  }

  Request request() {
    return request;
  }

  public long deadlineNanos() {
    return deadlineNanos;
  }

  /** {@return the search for bad users that this batch is part of, or null} */
  @Nullable RefusalSearch search() {
    return search;
  }

  Batch partOf(@Nullable RefusalSearch ofSplitBatch) {
    search = ofSplitBatch;
    return this;
  }

  /** {@return the search that splits this batch, or null if it was not refused} */
  @Nullable RefusalSearch splitBy() {
    return splitBy;
  }

  void splitBy(RefusalSearch ofThisBatch) {
    splitBy = ofThisBatch;
  }

  int attempts() {
    return attempts;
  }

  /** {@return the number of failed attempts that count against the maximum} */
  int failures() {
    return failures;
  }

  void failed() {
    failures++;
  }

  /** Sets the number of failures to that of the batches it was formed from. */
  Batch afterFailures(int ofThose) {
    failures = ofThose;
    return this;
  }

  /**
   * Returns a size at which Braze refused some of the writes as too long, or the maximum int if it
   * refused none; the batch is split before it starts. Returns 0 for a batch that may start.
   */
  int refusedSize() {
    return refusedSize;
  }

  Batch refusedAsTooLong(int objects) {
    refusedSize = objects;
    return this;
  }

  boolean hasRetryToken() {
    return hasRetryToken;
  }

  void retryTokenAcquired() {
    hasRetryToken = true;
  }

  long dueNanos() {
    return dueNanos;
  }

  void backOffUntil(long nanos) {
    dueNanos = nanos;
    backingOff = true;
  }

  void backoffEnded() {
    backingOff = false;
  }

  /** Returns true if it may start as soon as its admission allows it. */
  public boolean isDue() {
    return !backingOff && !isInFlight();
  }

  void attemptStarted(Attempt started) {
    attempts++;
    hasRetryToken = false;
    attempt = started;
    writes.forEach(write -> write.requestStarted(isTrack()));
    call.requestStarted();
  }

  @Nullable Attempt attempt() {
    return attempt;
  }

  public boolean isInFlight() {
    return attempt != null;
  }

  void attemptEnded(Duration duration) {
    attempt = null;
    lastDuration = duration;
  }

  /** Takes back the start of an attempt whose body could not be encoded. */
  void attemptNotSent() {
    attempts--;
    writes.forEach(write -> write.requestNotSent(isTrack()));
    call.requestNotSent();
  }

  /** {@return the duration of the last attempt, or zero before the first} */
  Duration lastDuration() {
    return lastDuration;
  }

  /** Records that the engine aborted the attempt, so its failure is not Braze's. */
  void markAborted() {
    aborted = true;
  }

  boolean isAborted() {
    return aborted;
  }

  /** Returns true if losing the response of another attempt makes no outcome worse. */
  boolean canLoseResponse() {
    return !isTrack() || writes.stream().allMatch(write -> write.lastPossibleArrival() != null);
  }

  /** {@return the values to redact from messages, longest first so a substring never wins} */
  List<String> sensitiveValues() {
    List<String> values = new ArrayList<>();
    for (UserWrite write : writes) {
      write.updates().forEach(it -> ErrorRedactor.addSensitiveValues(values, it.update()));
      values.add(write.user().value());
    }
    return values.stream()
        .distinct()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList();
  }
}
