package io.github.brazeaudience;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.internal.engine.CallObserver;
import io.github.brazeaudience.internal.engine.DeliveryEngine;
import io.github.brazeaudience.internal.engine.TrackingGroups;
import io.github.brazeaudience.internal.engine.UpdateMerger;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.outcome.ForwardCall;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Call for a collection: merges all updates of a user, and reports the outcomes in the order of the
 * inputs.
 */
final class CollectionCall implements ForwardCall, CallObserver {
  private final CallContext context;
  private final List<AudienceUpdate> updates;
  private final Executor callbacks;
  private final UserOutcome[] outcomes;

  /** Completed with the report before {@link #report}, whose dependents may take long. */
  private final CompletableFuture<ForwardReport> ended = new CompletableFuture<>();

  private final CompletableFuture<ForwardReport> report = new CompletableFuture<>();
  private final long startedAt;
  private final TrackingGroups groups;
  private DeliveryEngine.@Nullable Handle handle;

  CollectionCall(CallContext context, List<AudienceUpdate> updates, Executor callbacks) {
    this.context = context;
    this.updates = updates;
    this.callbacks = callbacks;
    this.outcomes = new UserOutcome[updates.size()];
    this.startedAt = context.nanoTime();
    this.groups = context.processing().newGroups();
  }

  void start() {
    UpdateMerger merger = context.merger(this::set);
    for (int i = 0; i < updates.size(); i++) {
      merger.add(i, updates.get(i));
    }
    List<UserWrite> writes = merger.drain();
    DeliveryEngine.Handle opened = context.engine().open(this, true, groups);
    handle = opened;
    try {
      opened.submit(writes);
      opened.endOfInput();
    } catch (Throwable e) {
      // The caller gets the exception instead of a report, so the call must not continue.
      opened.cancel();
      opened.endOfInput();
      throw e;
    }
  }

  @Override
  public void finished(UserWrite write) {
    write.forEachOutcome(this::set);
  }

  private void set(UserOutcome outcome) {
    outcomes[Math.toIntExact(outcome.index())] = outcome;
  }

  @Override
  public void done(Totals totals) {
    ForwardSummary.Builder counts = ForwardSummary.builder();
    Arrays.stream(outcomes).forEach(counts::add);
    ForwardSummary summary =
        counts
            .requests(totals.requests())
            .dataPoints(totals.dataPoints())
            .processing(context.processing().processing(groups))
            .build();
    ForwardReport result = ForwardReport.of(Arrays.asList(outcomes), summary, totals.errors());
    context.callFinished(summary, startedAt);
    ended.complete(result);
    callbacks.execute(() -> report.complete(result));
  }

  @Override
  public CompletionStage<ForwardReport> report() {
    return report.minimalCompletionStage();
  }

  @Override
  public void cancel() {
    handle().cancel();
  }

  private DeliveryEngine.Handle handle() {
    return Objects.requireNonNull(handle, "handle of a started call");
  }

  /**
   * Waits for the report. An interrupt cancels the call and is restored. If the call is overdue,
   * the engine is woken from here, because the timer may not fire.
   */
  ForwardReport await() {
    context
        .callerWait()
        .awaitUninterruptibly(ended, context.overdueAfter(), () -> handle().wake(), this::cancel);
    return ended.join();
  }
}
