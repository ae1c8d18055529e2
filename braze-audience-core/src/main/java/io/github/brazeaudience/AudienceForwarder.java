package io.github.brazeaudience;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.internal.membership.MembershipSettings;
import io.github.brazeaudience.outcome.ForwardCall;
import io.github.brazeaudience.outcome.ForwardPlan;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.OutcomeHandler;
import io.github.brazeaudience.outcome.Processing;
import io.github.brazeaudience.outcome.RenamingPlan;
import io.github.brazeaudience.outcome.RetirementPlan;
import io.github.brazeaudience.preflight.PreflightReport;
import io.github.brazeaudience.transport.BrazeTransport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Forwards audience memberships to Braze. Each update gets exactly one outcome. Delivery problems
 * are outcomes, not exceptions.
 *
 * <p>Create one forwarder per configuration, share it, and close it at the end. Thread-safe. Writes
 * of one user are sent one at a time, in the order of arrival, even across calls.
 */
public final class AudienceForwarder implements AutoCloseable {
  private final ForwarderParts parts;
  private final CallContext context;
  private final Set<StreamCall> streams = ConcurrentHashMap.newKeySet();

  AudienceForwarder(ForwarderParts parts) {
    this.parts = parts;
    this.context = parts.context;
  }

  /**
   * Returns a forwarder with the default policies.
   *
   * @param transport performs the HTTP exchanges; closed with the forwarder
   */
  public static AudienceForwarder create(BrazeAudienceConfig config, BrazeTransport transport) {
    return builder(config, transport).build();
  }

  /**
   * Returns a builder of a forwarder with custom policies.
   *
   * @param transport performs the HTTP exchanges; closed with the forwarder
   */
  public static AudienceForwarderBuilder builder(
      BrazeAudienceConfig config, BrazeTransport transport) {
    return new AudienceForwarderBuilder(
        Objects.requireNonNull(config, "config"), Objects.requireNonNull(transport, "transport"));
  }

  /**
   * Forwards updates and waits until each has its outcome. Updates of one user are merged. If the
   * thread is interrupted, the call is cancelled, its report is returned, and the interrupt is
   * restored.
   *
   * @param updates any number of updates; use {@link #forwardAll} for very many
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
   * @return the call, which has the report and can be cancelled
   * @throws NullPointerException if an update is null
   */
  public ForwardCall forwardAsync(Collection<? extends AudienceUpdate> updates) {
    return start(updates);
  }

  /**
   * Forwards a stream of any length in constant memory. Updates are pulled, and outcomes are
   * handled, on the calling thread. No more updates are pulled than can be in flight; up to {@value
   * StreamRoom#MAX_EXPORTING} updates that wait for a device lookup or a read-back do not count.
   * Updates of one user that wait at the same time are merged; others are written one after
   * another. If Braze stops the call (wrong key, outage), the rest of the stream is still pulled,
   * and each update gets its outcome.
   *
   * <p>A request is sent when it is full, or when an update in it has waited for the {@linkplain
   * AudienceForwarderBuilder#streamLinger linger}, even while the iterator blocks in {@code
   * hasNext} or {@code next}. Outcomes are handled before each pull. While the iterator blocks,
   * outcomes wait for it to return, unless it is a {@link WaitingIterator}.
   *
   * <p>If the thread is interrupted, the call is cancelled: the pulled updates get their outcomes,
   * no more are pulled, and the interrupt is restored. A handler can end the stream by interrupting
   * its own thread. If the forwarder is closed, no more updates are pulled than could have been in
   * flight. Both end even an endless stream, and the counts are {@linkplain
   * ForwardSummary#truncated truncated}.
   *
   * @param updates the source of the updates; an exception that it throws is rethrown after the
   *     pulled updates are finished, an {@link Error} after the call is cancelled
   * @param handler receives each outcome once, in no particular order; if it throws, the call is
   *     cancelled and the exception is rethrown
   * @return the counts
   */
  public ForwardSummary forwardAll(
      Iterator<? extends AudienceUpdate> updates, OutcomeHandler handler) {
    StreamCall stream = new StreamCall(context, parts.streamLinger, handler);
    streams.add(stream);
    try {
      return stream.run(updates);
    } finally {
      streams.remove(stream);
    }
  }

  /**
   * Returns what {@link #retire} would do. Sends nothing, and reads the whole membership store.
   *
   * @throws IllegalStateException if the forwarder has no membership store
   */
  public RetirementPlan planRetirement(long audienceId) {
    return stored().planRetirement(audienceId);
  }

  /**
   * Removes a deleted or disconnected audience from all profiles that are known to have it. Removes
   * the attribute per segment that the audience owns, whether true or false, and writes the string
   * and array attributes without its id, whatever the mode of this configuration. An attribute that
   * another audience has claimed since is kept.
   *
   * <p>Reads the membership store in constant memory, and records there which users are done, so a
   * repeated call resumes where an earlier one ended. If the store cannot be read to its end, the
   * counts are {@linkplain ForwardSummary#truncated truncated} and the cause is logged. Stop
   * forwarding the audience before.
   *
   * @param handler receives the outcome of each affected user once, in no particular order, on the
   *     calling thread
   * @return the counts
   * @throws IllegalStateException if the forwarder has no membership store
   */
  public ForwardSummary retire(long audienceId, OutcomeHandler handler) {
    return stored().retire(audienceId, handler);
  }

  /**
   * Returns what {@link #rename} would do. Sends nothing, and reads the whole membership store.
   *
   * @param audience the audience with its new External Name
   * @return the counts, and the conflict if the renaming would be refused
   * @throws IllegalStateException if the forwarder has no membership store
   */
  public RenamingPlan planRenaming(Audience audience) {
    return stored().planRenaming(audience);
  }

  /**
   * Replaces the attribute per segment of a renamed audience on all profiles that are known to have
   * the old one, whatever the mode of this configuration. The object that sets the new attribute
   * also removes the old one. Without this call, that happens user by user, with the next update
   * that names the audience. Reads the store and resumes like {@link #retire}.
   *
   * <p>If another audience owns the new name on any known profile, nothing is written, and each
   * affected user is {@code Rejected(NAME_CONFLICT)}; see {@link #planRenaming}. To swap two names,
   * rename one audience to a free name first.
   *
   * @param audience the audience with its new External Name
   * @param handler receives the outcome of each affected user once, in no particular order, on the
   *     calling thread
   * @return the counts
   * @throws IllegalStateException if the forwarder has no membership store
   */
  public ForwardSummary rename(Audience audience, OutcomeHandler handler) {
    return stored().rename(audience, handler);
  }

  /**
   * Removes the record of a user from the membership store, because the profile was merged, deleted
   * or changed by another system, or because the record is damaged. The next update is written in
   * full, and a change may need a snapshot first.
   *
   * @param user a user with a raw identity of the external identity type; other users have no
   *     record
   * @throws IllegalStateException if the forwarder has no membership store
   */
  public void forget(UserProfile user) {
    StoreOperations store = stored();
    user.identity(config().externalIdentityType()).ifPresent(store::forget);
  }

  /** Returns what reads the stored and the exported memberships of users, for people. */
  public MembershipInspector inspector() {
    return new MembershipInspector(config(), parts.membership, parts.queries);
  }

  private BrazeAudienceConfig config() {
    return context.settings().config();
  }

  private StoreOperations stored() {
    return new StoreOperations(
        MembershipSettings.required(parts.membership), context, parts.planner, this::forwardAll);
  }

  /** Returns a builder of a queue for single updates. A forwarder can have several queues. */
  public AudienceQueueBuilder queue() {
    return new AudienceQueueBuilder(context, parts.resources.callbacks());
  }

  /**
   * Returns what forwarding these updates would send, without sending it. If {@linkplain
   * AudienceForwarderBuilder#trackProcessing requests are tracked}, the bodies are those of the
   * requests without the {@code group_id}, because each call gets its own.
   *
   * @return the exact request bodies, and the outcomes of updates that would not be sent
   * @throws NullPointerException if an update is null
   */
  public ForwardPlan plan(Collection<? extends AudienceUpdate> updates) {
    return parts.planner.plan(copied(updates));
  }

  /**
   * Checks the configuration for the audiences that the membership store knows, see {@link
   * #preflight(Collection)}.
   */
  public PreflightReport preflight() {
    return preflight(List.of());
  }

  /**
   * Checks, before the first write or between writes, what would refuse or lose memberships: the
   * endpoint, the key and its permissions, and whether the workspace's attributes take what this
   * configuration writes. Problems are findings, not exceptions.
   *
   * <p>Nothing is written. To check the permission {@code users.track}, a request without any
   * object is sent, which Braze refuses with 400 if the key is valid: "Valid data must be provided
   * in the 'attributes', 'events', or 'purchases' fields". {@code users.export.ids} is checked, if
   * this configuration reads profiles, with the id of no user. The attributes are read with {@code
   * GET /custom_attributes}, for which the key needs {@code custom_attributes.get}; without it they
   * are not checked. Braze allows 1,000 of these requests in an hour, and each reads 50 attributes.
   *
   * <p>Attributes per segment are checked for the given audiences and for those that the membership
   * store knows, {@value PreflightReport#MAX_SEGMENTS} at most.
   *
   * <p>Sends its requests on the calling thread, not through the rate limiters, for {@value
   * PreflightReport#MAX_SECONDS} seconds at most. If the thread is interrupted or the forwarder is
   * closed, a finding reports that; the interrupt is restored.
   *
   * @param audiences the audiences that will be forwarded; empty if they are unknown
   * @see <a href="https://www.braze.com/docs/api/errors">Braze: API errors</a>
   * @see <a
   *     href="https://www.braze.com/docs/api/endpoints/export/custom_attributes/get_custom_attributes">Braze:
   *     /custom_attributes</a>
   */
  public PreflightReport preflight(Collection<Audience> audiences) {
    return parts.preflight.run(List.copyOf(audiences));
  }

  /**
   * Ends all calls, and all waits for their {@linkplain Processing processing}, and closes the
   * transport. Updates that were not sent are {@code NotSent(CLOSED)}, those in flight {@code
   * Unconfirmed}. Waits at most 30 s until every call has its outcomes, but not for a stream whose
   * handler or iterator calls this method. Updates of later calls are {@code NotSent(CLOSED)}.
   * Closing again has no effect.
   */
  @Override
  public void close() {
    parts.queries.close();
    CompletionStage<Void> callsEnded = parts.engine.close();
    streams.forEach(StreamCall::forwarderClosed);
    parts.resources.close(callsEnded, context.callerWait());
  }

  private CollectionCall start(Collection<? extends AudienceUpdate> updates) {
    CollectionCall call = new CollectionCall(context, copied(updates), parts.resources.callbacks());
    call.start();
    return call;
  }

  private static List<AudienceUpdate> copied(Collection<? extends AudienceUpdate> updates) {
    List<AudienceUpdate> copy = new ArrayList<>(Objects.requireNonNull(updates, "updates"));
    for (int i = 0; i < copy.size(); i++) {
      if (copy.get(i) == null) {
        throw new NullPointerException(
            "update %s (counted from 0) is null; leave it out".formatted(i));
      }
    }
    return Collections.unmodifiableList(copy);
  }
}
