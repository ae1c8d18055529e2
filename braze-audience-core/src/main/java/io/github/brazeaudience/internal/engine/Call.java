package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.outcome.BrazeError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One call of the forwarder: its deadline, its stop cause, and the totals of its report. */
public final class Call {
  /** Maximum number of unattributed errors kept for the report. */
  private static final int MAX_ERRORS = 100;

  private final CallObserver observer;
  private final CallDeadline deadline;
  private final TrackingGroups groups;
  private final OpenWrites open = new OpenWrites();
  private final RefusalEvidence refusals = new RefusalEvidence();
  private final List<BrazeError> errors = new ArrayList<>();
  private @Nullable OpenCalls openCalls;
  private int unresolved;
  private boolean endOfInput;
  private boolean flush;
  private boolean done;
  private long requests;
  private long dataPoints;
  private @Nullable StopCause stopCause;

  /** Set by {@link OpenCalls}: its place in their order. */
  long turn;

  Call(CallObserver observer, CallDeadline deadline, TrackingGroups groups) {
    this.observer = observer;
    this.deadline = deadline;
    this.groups = groups;
  }

  TrackingGroups groups() {
    return groups;
  }

  /** Records that the call is open, and its first turn. */
  void openIn(OpenCalls calls, long firstTurn) {
    openCalls = calls;
    turn = firstTurn;
    markIfDone();
  }

  /** {@return the deadline of the call as a whole, or null if each batch has a deadline} */
  @Nullable Long deadlineNanos() {
    return deadline.endNanos();
  }

  public long batchDeadlineNanos(long nowNanos) {
    return deadline.ofBatch(nowNanos);
  }

  /** {@return why the call starts nothing more, or null if it is not stopped} */
  public @Nullable StopCause stopCause() {
    return stopCause;
  }

  void stop(StopCause cause) {
    stopCause = cause;
    if (openCalls != null) {
      openCalls.stopped(this);
    }
    observer.stopped(cause);
  }

  void ready(BatchSource source) {
    if (openCalls != null) {
      openCalls.ready(this, source);
    }
  }

  void add(UserWrite write) {
    write.submittedBy(this);
    open.add(write);
    flush = false; // A flush covers only earlier writes.
  }

  /** Calls the action with each write that has not been reported, in the order of submission. */
  public void forEachOpen(Consumer<UserWrite> action) {
    open.forEach(action);
  }

  boolean hasOpenWrites() {
    return !open.isEmpty();
  }

  /** Counts a write that waits for the membership store and may join a batch soon. */
  public void resolving() {
    unresolved++;
  }

  /** Counts a write that no longer waits for the membership store. */
  public void resolved() {
    unresolved--;
  }

  public boolean isResolved() {
    return unresolved == 0;
  }

  /** Forgets the writes that wait for the membership store, after the engine failed. */
  void reset() {
    unresolved = 0;
    markIfDone();
  }

  /** Notifies the observer that a write waits for an export, if it did not wait before. */
  void exportStarted(UserWrite write) {
    if (!write.exporting) {
      write.exporting = true;
      observer.exportStarted(write);
    }
  }

  /** Notifies the observer that a write no longer waits for an export, if it did. */
  public void exportEnded(UserWrite write) {
    if (write.exporting) {
      write.exporting = false;
      observer.exportEnded(write);
    }
  }

  void endOfInput() {
    endOfInput = true;
    markIfDone();
  }

  private void markIfDone() {
    if (openCalls != null && endOfInput && open.isEmpty()) {
      openCalls.mayBeDone(this);
    }
  }

  public boolean isEndOfInput() {
    return endOfInput;
  }

  /** Sends batches that are not full too, because the caller waits for an outcome. */
  void flush() {
    flush = true;
  }

  /** Returns true if no write will arrive that a batch could wait for. */
  boolean sendsPartialBatches() {
    return unresolved == 0 && (endOfInput || flush);
  }

  void requestStarted() {
    requests++;
  }

  /** Takes back the start of a request. */
  void requestNotSent() {
    requests--;
  }

  void addErrors(Stream<BrazeError> more) {
    more.limit(MAX_ERRORS - errors.size()).forEach(errors::add);
  }

  RefusalEvidence refusals() {
    return refusals;
  }

  /** Reports a finished write once. If the observer throws, the write stays open. */
  public void report(UserWrite write) {
    if (write.reported) {
      return;
    }
    exportEnded(write);
    observer.finished(write);
    write.reported = true;
    open.remove(write);
    WriteResult.Kind kind = write.result().kind();
    if (kind == WriteResult.Kind.ACCEPTED || kind == WriteResult.Kind.UNCONFIRMED) {
      dataPoints += write.dataPoints();
    }
    markIfDone();
  }

  boolean isDone() {
    return done;
  }

  /**
   * Notifies the observer once that the call is done. If the observer throws, it is notified again.
   *
   * @return true if the call is done
   */
  boolean completeIfDone() {
    if (done || !endOfInput || !open.isEmpty()) {
      return false;
    }
    observer.done(new CallObserver.Totals(requests, dataPoints, List.copyOf(errors)));
    done = true;
    return true;
  }
}
