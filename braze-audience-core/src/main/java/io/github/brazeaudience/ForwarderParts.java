package io.github.brazeaudience;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.internal.engine.DeliveryEngine;
import io.github.brazeaudience.internal.engine.DirectResolver;
import io.github.brazeaudience.internal.engine.EngineSettings;
import io.github.brazeaudience.internal.engine.OperationRateLimiters;
import io.github.brazeaudience.internal.membership.MembershipSettings;
import io.github.brazeaudience.internal.preflight.Preflight;
import io.github.brazeaudience.internal.processing.GroupIds;
import io.github.brazeaudience.internal.processing.ProcessingTracker;
import io.github.brazeaudience.internal.query.QueryClient;
import io.github.brazeaudience.internal.wire.RequestFactory;
import io.github.brazeaudience.membership.MembershipRules;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.policy.RateLimiter;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of a forwarder, created from its settings. */
final class ForwarderParts {
  final ForwarderResources resources;
  final @Nullable MembershipSettings membership;
  final QueryClient queries;
  final DeliveryEngine engine;
  final CallContext context;
  final DryRunPlanner planner;
  final Preflight preflight;
  final Duration streamLinger;

  ForwarderParts(ForwarderSettings settings) {
    RateLimiter limiter = settings.requestLimiter();
    resources =
        new ForwarderResources(
            settings.transport,
            settings.scheduler,
            settings.callbackExecutor,
            register(settings, limiter));
    membership = membership(settings, resources);
    EngineSettings engineSettings = engineSettings(settings, limiter, resources, membership);
    GroupIds groupIds = settings.groupIds();
    PayloadBuilder payload = PayloadBuilder.of(settings.config).reserving(groupIds.bytesInBody());
    queries =
        new QueryClient(
            new RequestFactory(settings.config),
            settings.transport,
            engineSettings.time(),
            settings.callerWait::await,
            queryLimiters(engineSettings.policies(), settings.statusLimiter()),
            engineSettings.listener());
    engine = new DeliveryEngine(engineSettings, payload);
    context =
        new CallContext(
            payload,
            membership != null,
            engineSettings,
            engine,
            new ProcessingTracker(groupIds, queries),
            settings.callerWait);
    planner = new DryRunPlanner(payload, membership, engineSettings.time());
    preflight = preflight(settings, queries, membership);
    streamLinger = settings.streamLinger;
  }

  /** Returns an action that undoes the registration. */
  private static Runnable register(ForwarderSettings settings, RateLimiter limiter) {
    MembershipStore store = settings.membershipStore;
    return ConfigurationRegistry.register(
        settings.config, store == null ? List.of(limiter) : List.of(limiter, store));
  }

  private static @Nullable MembershipSettings membership(
      ForwarderSettings settings, ForwarderResources resources) {
    if (settings.membershipStore == null) {
      return null;
    }
    String namespace =
        settings
            .membershipPolicy
            .namespace()
            .orElseGet(
                () ->
                    settings.config.endpoints().rest()
                        + "/"
                        + settings.config.restApiKey().fingerprint());
    return new MembershipSettings(
        settings.membershipStore,
        namespace,
        MembershipRules.of(settings.config, settings.membershipPolicy),
        settings.storeExecutor != null ? settings.storeExecutor : resources.storeThread());
  }

  private static EngineSettings engineSettings(
      ForwarderSettings settings,
      RateLimiter limiter,
      ForwarderResources resources,
      @Nullable MembershipSettings membership) {
    return new EngineSettings(
        settings.config,
        settings.transport,
        settings.policies(limiter),
        settings.environment(resources.scheduler()),
        membership == null ? (context, next) -> new DirectResolver(next) : membership::resolver);
  }

  private static Map<BrazeOperation, OperationRateLimiters> queryLimiters(
      EngineSettings.Policies policies, RateLimiter status) {
    return Map.of(
        BrazeOperation.TRACK_USERS, policies.writeLimiters(),
        BrazeOperation.EXPORT_USERS, policies.exportLimiters(),
        BrazeOperation.READ_TRACK_STATUS, new OperationRateLimiters(List.of(status)));
  }

  private static Preflight preflight(
      ForwarderSettings settings, QueryClient queries, @Nullable MembershipSettings membership) {
    return new Preflight(
        settings.config,
        queries,
        settings.operations(),
        timeLeft ->
            membership == null
                ? Collections.emptyIterator()
                : StoredRecords.segmentAttributes(membership, timeLeft));
  }
}
