package io.github.brazeaudience;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.internal.SafeLog;
import io.github.brazeaudience.internal.engine.DeliveryEngine;
import io.github.brazeaudience.internal.engine.EngineSettings;
import io.github.brazeaudience.internal.membership.MembershipSettings;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.outcome.ForwardCall;
import io.github.brazeaudience.outcome.ForwardPlan;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.NameConflict;
import io.github.brazeaudience.outcome.OutcomeHandler;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.RenamingPlan;
import io.github.brazeaudience.outcome.RetirementPlan;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.transport.BrazeTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Forwards audience memberships to Braze. Each update gets exactly one outcome; no problem of
 * delivery is an exception.
 *
 * <p>Make one forwarder for a configuration, keep it, and close it at the end. It is safe for use
 * by several threads. Updates of one user are written one at a time, in the order of arrival,
 * whatever call they came in.
 */
public final class AudienceForwarder implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(AudienceForwarder.class.getName());

  private final BrazeAudienceConfig config;
  private final @Nullable MembershipSettings membership;
  private final ForwarderResources resources;
  private final Duration streamLinger;
  private final DeliveryEngine engine;
  private final CallContext context;
  private final DryRunPlanner planner;
  private final Set<StreamCall> streams = ConcurrentHashMap.newKeySet();

  AudienceForwarder(
      EngineSettings settings,
      @Nullable MembershipSettings membership,
      ForwarderResources resources,
      InterruptibleWait callerWait,
      Duration streamLinger) {
    this.config = settings.config();
    this.membership = membership;
    this.resources = resources;
    this.streamLinger = streamLinger;
    PayloadBuilder payload = PayloadBuilder.of(config);
    this.engine = new DeliveryEngine(settings, payload);
    this.context = new CallContext(payload, membership != null, settings, engine, callerWait);
    this.planner = new DryRunPlanner(payload, membership, settings.time());
  }

  /**
   * A forwarder with the default policies.
   *
   * @param config what to write and where
   * @param transport performs the HTTP exchanges; closed with the forwarder
   * @return the forwarder
   */
  public static AudienceForwarder create(BrazeAudienceConfig config, BrazeTransport transport) {
    return builder(config, transport).build();
  }

  /**
   * Starts a forwarder with policies of one's own.
   *
   * @param config what to write and where
   * @param transport performs the HTTP exchanges; closed with the forwarder
   * @return a builder
   */
  public static AudienceForwarderBuilder builder(
      BrazeAudienceConfig config, BrazeTransport transport) {
    return new AudienceForwarderBuilder(
        Objects.requireNonNull(config, "config"), Objects.requireNonNull(transport, "transport"));
  }

  /**
   * Forwards updates and waits until each has its outcome. Updates of one user are merged. If the
   * thread is interrupted, the call is cancelled, its report returned, and the interrupt restored.
   *
   * @param updates any number of updates; for a very large one see {@link #forwardAll}
   * @return one outcome for each update, in order
   * @throws NullPointerException if an update is null
   */
  public ForwardReport forward(Collection<? extends AudienceUpdate> updates) {
    return start(updates).await();
  }

  /**
   * Forwards updates without waiting.
   *
   * @param updates any number of updates
   * @return a handle with the report to come and a way to cancel
   * @throws NullPointerException if an update is null
   */
  public ForwardCall forwardAsync(Collection<? extends AudienceUpdate> updates) {
    return start(updates);
  }

  /**
   * Forwards a stream of any length in constant memory. The updates are pulled, and the outcomes
   * handled, on the calling thread; no more is pulled than can be in flight. Updates of one user
   * that wait at the same time are merged, others written one after the other. When Braze stops the
   * call (wrong key, outage), the rest of the stream is still pulled, so that each update gets its
   * outcome.
   *
   * <p>A request is sent when it is full, or when an update in it has waited for the {@linkplain
   * AudienceForwarderBuilder#streamLinger linger}, even while the iterator blocks in {@code
   * hasNext} or {@code next}. Outcomes are handled before each pull. While the iterator blocks they
   * wait for it to return, unless it is a {@link WaitingIterator}.
   *
   * <p>If the thread is interrupted, the call is cancelled: what was pulled gets its outcome,
   * nothing more is pulled, and the interrupt is restored. A handler that has seen enough may
   * interrupt its own thread. If the forwarder is closed, no more is pulled than could have been in
   * flight. So ends a stream that has no end; the counts say that it was {@link
   * ForwardSummary#truncated}.
   *
   * @param updates where updates come from; an exception that it throws is thrown to the caller,
   *     after all that was pulled is finished, and an {@link Error} after the call is cancelled
   * @param handler takes each outcome once, not in the order of the inputs; if it throws, the call
   *     is cancelled and the exception thrown to the caller
   * @return the counts
   */
  public ForwardSummary forwardAll(
      Iterator<? extends AudienceUpdate> updates, OutcomeHandler handler) {
    StreamCall stream = new StreamCall(context, streamLinger, handler);
    streams.add(stream);
    try {
      return stream.run(updates);
    } finally {
      streams.remove(stream);
    }
  }

  /**
   * Says what {@link #retire} would do. Nothing is sent; the whole membership store is read.
   *
   * @param audienceId the audience
   * @return the counts
   * @throws IllegalStateException if the forwarder has no membership store
   */
  public RetirementPlan planRetirement(long audienceId) {
    StoreScan.Cost cost = StoreScan.retiring(membership(), audienceId).cost(planner);
    return RetirementPlan.of(cost.users(), cost.requests(), cost.dataPoints());
  }

  /**
   * Takes an audience that is gone for good, deleted or disconnected, off all profiles that are
   * known to have something of it: removes the attribute per segment that it owns, whether that is
   * true or false, and writes the sets that have its id without it, whatever the mode of this
   * configuration. An attribute that another audience has claimed since stays. Streams over the
   * membership store in constant memory. Who is done is remembered there, so that a call after one
   * that ended early goes on where that one was. If the store cannot be read to its end, the counts
   * are {@linkplain ForwardSummary#truncated truncated} and the cause is logged. Changes of the
   * audience must have ended before.
   *
   * @param audienceId the audience
   * @param handler takes the outcome for each user concerned once, in no order, on the calling
   *     thread
   * @return the counts
   * @throws IllegalStateException if the forwarder has no membership store
   */
  public ForwardSummary retire(long audienceId, OutcomeHandler handler) {
    return forwardScan(StoreScan.retiring(membership(), audienceId), handler);
  }

  /**
   * Says what {@link #rename} would do. Nothing is sent; the whole membership store is read.
   *
   * @param audience the audience with its new External Name
   * @return the counts, and whether the renaming would be refused
   * @throws IllegalStateException if the forwarder has no membership store
   */
  public RenamingPlan planRenaming(Audience audience) {
    StoreScan users = StoreScan.renaming(membership(), audience);
    Optional<NameConflict> conflict = conflict(audience);
    if (conflict.isPresent()) {
      return RenamingPlan.refused(users.count(), conflict.get());
    }
    StoreScan.Cost cost = users.cost(planner);
    return RenamingPlan.of(cost.users(), cost.requests(), cost.dataPoints());
  }

  /**
   * Gives a renamed audience its new attribute on all profiles that are known to have the old one,
   * which is removed in the same object, whatever the mode of this configuration. Otherwise that
   * happens user by user, when an update names the audience. Streams and goes on as {@link #retire}
   * does.
   *
   * <p>If another audience owns the new name on any known profile, nothing is written, and each
   * user concerned is {@code Rejected(NAME_CONFLICT)}; see {@link #planRenaming}. To swap two
   * names, rename one audience to a free name first.
   *
   * @param audience the audience with its new External Name
   * @param handler takes the outcome for each user concerned once, in no order, on the calling
   *     thread
   * @return the counts
   * @throws IllegalStateException if the forwarder has no membership store
   */
  public ForwardSummary rename(Audience audience, OutcomeHandler handler) {
    StoreScan users = StoreScan.renaming(membership(), audience);
    Optional<NameConflict> conflict;
    try {
      conflict = conflict(audience);
    } catch (Throwable e) {
      // The name may be taken on a profile that cannot be read, so nothing is written.
      SafeLog.warn(LOGGER, "the membership store could not be searched for the owner of a name", e);
      return ForwardSummary.builder().truncated(true).build();
    }
    return conflict.isPresent()
        ? refuse(users.scan(), conflict.get(), handler)
        : forwardScan(users, handler);
  }

  /** A store that could not be read to its end is no failure of what was read of it. */
  private ForwardSummary forwardScan(StoreScan users, OutcomeHandler handler) {
    StoreScan.Scan scan = users.scan();
    ForwardSummary.Builder counts = ForwardSummary.builder();
    ForwardSummary summary =
        forwardAll(
            scan,
            outcome -> {
              counts.add(outcome);
              handler.handle(outcome);
            });
    return scan.failed()
        ? counts
            .requests(summary.requests())
            .dataPoints(summary.dataPoints())
            .truncated(true)
            .build()
        : summary;
  }

  private Optional<NameConflict> conflict(Audience audience) {
    return StoreScan.conflict(membership(), config.attributeNames(), audience);
  }

  private ForwardSummary refuse(
      StoreScan.Scan users, NameConflict conflict, OutcomeHandler handler) {
    long startedAt = context.nanoTime();
    ForwardSummary.Builder counts = ForwardSummary.builder();
    boolean truncated = false;
    for (long index = 0; !truncated && users.hasNext(); index++) {
      UserOutcome outcome =
          Rejected.of(index, users.next(), 0, Reason.NAME_CONFLICT, conflict.message());
      counts.add(outcome);
      handler.handle(outcome);
      truncated = Thread.currentThread().isInterrupted();
    }
    ForwardSummary summary = counts.truncated(truncated || users.failed()).build();
    context.callFinished(summary, startedAt);
    return summary;
  }

  /**
   * Forgets what is remembered of a user, because the profile was changed by others, merged or
   * deleted, or because the record is damaged. The next update is written in full, and a change may
   * need a snapshot first.
   *
   * @param user who has a raw identity of the external identity type; of others nothing is
   *     remembered
   * @throws IllegalStateException if the forwarder has no membership store
   */
  public void forget(UserProfile user) {
    MembershipSettings store = membership();
    user.identity(config.externalIdentityType())
        .ifPresent(
            externalId ->
                store.call(
                    () -> {
                      store
                          .store()
                          .update(store.namespace(), Map.of(externalId, RecordChange.removal()));
                      return externalId;
                    }));
  }

  private MembershipSettings membership() {
    if (membership == null) {
      throw new IllegalStateException(
          "this needs a membership store; give one to the forwarder's builder");
    }
    return membership;
  }

  /**
   * Starts a queue for single updates. Several queues may stand side by side.
   *
   * @return a builder
   */
  public AudienceQueueBuilder queue() {
    return new AudienceQueueBuilder(
        (capacity, linger) -> new AudienceQueue(context, resources.callbacks(), capacity, linger));
  }

  /**
   * Says what forwarding these updates would do. Nothing is sent.
   *
   * @param updates as for {@link #forward}
   * @return the exact request bodies, and the outcomes of updates that would not be sent
   * @throws NullPointerException if an update is null
   */
  public ForwardPlan plan(Collection<? extends AudienceUpdate> updates) {
    return planner.plan(copied(updates));
  }

  /**
   * Ends all calls and closes the transport. Updates that had not left are {@code NotSent(CLOSED)},
   * those under way {@code Unconfirmed}. Waits until every call has its outcomes; called by the
   * handler or the iterator of a stream, it does not wait for what that stream still has to pull
   * and to handle. Later calls are answered with {@code NotSent(CLOSED)}. Closing twice does
   * nothing more.
   */
  @Override
  public void close() {
    CompletionStage<Void> callsEnded = engine.close();
    streams.forEach(StreamCall::forwarderClosed);
    resources.close(callsEnded, context.callerWait());
  }

  private CollectionCall start(Collection<? extends AudienceUpdate> updates) {
    CollectionCall call = new CollectionCall(context, copied(updates), resources.callbacks());
    call.start();
    return call;
  }

  private static List<AudienceUpdate> copied(Collection<? extends AudienceUpdate> updates) {
    List<AudienceUpdate> copy = new ArrayList<>(Objects.requireNonNull(updates, "updates"));
    for (int i = 0; i < copy.size(); i++) {
      if (copy.get(i) == null) {
        throw new NullPointerException(
            String.format(Locale.ROOT, "update %d (counted from 0) is null; leave it out", i));
      }
    }
    return Collections.unmodifiableList(copy);
  }
}
