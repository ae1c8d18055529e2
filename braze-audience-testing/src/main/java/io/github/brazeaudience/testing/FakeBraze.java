package io.github.brazeaudience.testing;

import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.config.RestApiKey;
import io.github.brazeaudience.testing.internal.AttributesEndpoint;
import io.github.brazeaudience.testing.internal.ExportEndpoint;
import io.github.brazeaudience.testing.internal.Options;
import io.github.brazeaudience.testing.internal.RequestRouter;
import io.github.brazeaudience.testing.internal.StatusEndpoint;
import io.github.brazeaudience.testing.internal.TrackEndpoint;
import io.github.brazeaudience.testing.internal.Workspace;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

/**
 * In-process fake of Braze: an HTTP server on the loopback interface that keeps user profiles.
 * Thread-safe.
 *
 * <p>{@code POST /users/track} changes the profiles by Braze's documented rules, with its limits,
 * its errors and its silent losses, which the fake counts. {@code POST /users/export/ids} returns
 * profiles, {@code GET /custom_attributes} lists the attributes, and {@code GET
 * /users/track/status} returns the processing state of a group of requests. Failures are injected
 * as {@link Fault}s.
 *
 * <p>Differences from Braze: A write is applied before its response is sent, while Braze applies it
 * a moment later; {@link #holdProcessing} delays only the state that is reported. Events and
 * purchases count against the object limit and are otherwise ignored. Strings that look like dates
 * stay strings, and a nested object is replaced as a whole. A detected type converts no values,
 * which Braze does not document. An export contains only requested fields that are not empty. Braze
 * documents only one error message of the export endpoint (too many identifiers); the others are
 * invented, and so is the error of a malformed cursor. Attributes have no descriptions and no tags.
 * There is no limit of requests per three seconds.
 *
 * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track">Braze:
 *     /users/track</a>
 * @see <a
 *     href="https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier">Braze:
 *     /users/export/ids</a>
 * @see <a
 *     href="https://www.braze.com/docs/api/endpoints/export/custom_attributes/get_custom_attributes">Braze:
 *     /custom_attributes</a>
 * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/get_users_track_status">Braze:
 *     /users/track/status</a>
 */
public final class FakeBraze implements AutoCloseable {
  private final LoopbackServer server;
  private final FaultQueue faults = new FaultQueue();
  private final Workspace workspace;
  private final TrackEndpoint track;
  private final RequestLog log;
  private final FaultyDispatcher dispatcher;
  private final BrazeEndpoints endpoints;
  private final RestApiKey restApiKey;

  FakeBraze(Options options, RestApiKey restApiKey, List<BrazeProfile> seeds) {
    this.restApiKey = restApiKey;
    workspace = new Workspace(options);
    seeds.forEach(seed -> workspace.seed(seed.data()));
    track = new TrackEndpoint(options, workspace);
    log = new RequestLog(options.keptRequests());
    RequestRouter router =
        new RequestRouter(
            options,
            List.of(
                track,
                new ExportEndpoint(options, workspace.profiles()),
                new AttributesEndpoint(options, workspace, path -> endpoints().restUri(path)),
                new StatusEndpoint(options, workspace)));
    server = new LoopbackServer(options);
    dispatcher = new FaultyDispatcher(server, router, log, faults, options);
    endpoints = server.listen(dispatcher);
  }

  /**
   * Starts a server with the default settings, on a free port, without TLS.
   *
   * @throws UncheckedIOException if the server cannot listen
   */
  public static FakeBraze start() {
    return builder().start();
  }

  /** {@return a builder with the default settings} */
  public static FakeBrazeBuilder builder() {
    return new FakeBrazeBuilder();
  }

  /**
   * {@return the endpoints to configure: on the loopback interface, cleartext unless TLS is
   * enabled}
   */
  public BrazeEndpoints endpoints() {
    return endpoints;
  }

  /** {@return the port that the server listens on} */
  public int port() {
    return server.port();
  }

  /** {@return the key that the server accepts, or the first of several} */
  public RestApiKey restApiKey() {
    return restApiKey;
  }

  /**
   * Returns a context that trusts only this server's certificate.
   *
   * @throws IllegalStateException if TLS is not enabled
   */
  public SSLContext sslContext() {
    return server.tls().client();
  }

  /**
   * Returns the trust manager of {@link #sslContext}, for clients that need both.
   *
   * @throws IllegalStateException if TLS is not enabled
   */
  public X509TrustManager trustManager() {
    return server.tls().trust();
  }

  /** {@return a snapshot of the profile with an external id, or empty if there is none} */
  public Optional<BrazeProfile> profile(String externalId) {
    return workspace.profiles().byExternalId(externalId).map(BrazeProfile::new);
  }

  /**
   * Returns a snapshot of the profile with an alias, or empty if there is none.
   *
   * @param label the kind of alias, such as {@code idfa}
   * @param name the alias itself
   */
  public Optional<BrazeProfile> profileByAlias(String label, String name) {
    return workspace.profiles().byAlias(ProfileAlias.of(label, name)).map(BrazeProfile::new);
  }

  /**
   * Returns a snapshot of the profile with an email address, or empty if there is none.
   *
   * <p>If several profiles have the address, profiles with an external id take precedence, then the
   * most recently written one.
   */
  public Optional<BrazeProfile> profileByEmail(String email) {
    return workspace.profiles().byEmail(email).map(BrazeProfile::new);
  }

  /** {@return an immutable list of all profiles, in the order they were created} */
  public List<BrazeProfile> profiles() {
    return workspace.profiles().all().stream().map(BrazeProfile::new).toList();
  }

  /**
   * {@return an immutable list of the profiles that a segment filter selects, in the order they
   * were created}
   */
  public List<BrazeProfile> profilesMatching(SegmentFilter filter) {
    return profiles().stream().filter(filter::test).toList();
  }

  /**
   * Stores a profile, as if another source such as an app had created it.
   *
   * <p>The profile replaces a profile with the same external id or with one of the same aliases.
   *
   * @return the stored profile, which has a Braze id
   */
  public BrazeProfile put(BrazeProfile profile) {
    return new BrazeProfile(workspace.seed(profile.data()));
  }

  /** {@return the number of silent losses so far, by kind} */
  public SilentLosses silentLosses() {
    return new SilentLosses(workspace.losses());
  }

  /**
   * Returns the data points of all accepted objects.
   *
   * <p>Each attribute costs one, whether it changed or not. Each element of an array's add or
   * remove costs one. Identifiers and push tokens cost none.
   *
   * @see <a href="https://www.braze.com/docs/user_guide/data/data_points/">Braze: data points</a>
   */
  public long dataPoints() {
    return workspace.dataPoints();
  }

  /**
   * Returns the number of accepted objects that were ignored because they may only update ({@code
   * _update_existing_only}, the default for an alias) and no profile matched. Braze does not report
   * them.
   */
  public long ignoredObjects() {
    return workspace.ignoredObjects();
  }

  /** {@return the number of requests that arrived, whatever their response} */
  public int requests() {
    return log.requests();
  }

  /**
   * Returns the number of requests that arrived for a path.
   *
   * @param path the path, such as {@code /users/export/ids}
   */
  public int requestsTo(String path) {
    return log.requestsTo(path);
  }

  /**
   * {@return an immutable list of the most recent requests, oldest first; {@link
   * FakeBrazeBuilder#keepRequests} sets the number}
   */
  public List<ReceivedRequest> received() {
    return log.received();
  }

  /**
   * {@return the highest number of requests that were in flight at the same time, including stalled
   * requests}
   */
  public int mostRequestsInHand() {
    return log.mostInFlight();
  }

  /**
   * Waits until a number of requests have arrived.
   *
   * @param count the number of requests since the server started
   * @param timeout the longest time to wait
   * @return false if fewer requests arrived in time
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean awaitRequests(int count, Duration timeout) throws InterruptedException {
    return log.await(count, timeout);
  }

  /**
   * {@return the number of accepted connections, without those that {@link #dropConnections}
   * closed}
   */
  public int connections() {
    return server.connections().accepted();
  }

  /**
   * Queues faults for the next requests, one per request, after faults that are already queued.
   *
   * @param next the faults, with {@link Fault#none} for a request that is handled normally
   */
  public FakeBraze next(Fault... next) {
    for (Fault fault : next) {
      faults.add(fault);
    }
    return this;
  }

  /** Queues the same fault for a number of requests. */
  public FakeBraze next(int count, Fault fault) {
    for (int i = 0; i < count; i++) {
      faults.add(fault);
    }
    return this;
  }

  /**
   * Queues faults for the next requests to a path, one per request. They take precedence over
   * faults of {@link #next(Fault...)}.
   *
   * @param path the path, such as {@code /users/export/ids}
   * @param next the faults, with {@link Fault#none} for a request that is handled normally
   */
  public FakeBraze nextTo(String path, Fault... next) {
    for (Fault fault : next) {
      faults.add(path, fault);
    }
    return this;
  }

  /**
   * Sets a script that chooses the fault of each request for which no fault is queued. It replaces
   * an earlier script.
   */
  public FakeBraze script(FaultScript script) {
    faults.script(script);
    return this;
  }

  /** Removes the queued faults and the script. */
  public FakeBraze clearFaults() {
    faults.clear();
    return this;
  }

  /** {@return the number of queued faults} */
  public int faultsWaiting() {
    return faults.size();
  }

  /**
   * Closes the next connections as soon as they are accepted, before reading a request. Open
   * connections are not affected.
   */
  public FakeBraze dropConnections(int count) {
    server.connections().dropNext(count);
    return this;
  }

  /** {@return the number of connections that {@link #dropConnections} closed} */
  public int droppedConnections() {
    return server.connections().dropped();
  }

  /**
   * Leaves later requests in processing for {@code /users/track/status}. Their writes are applied
   * at once anyway.
   */
  public FakeBraze holdProcessing() {
    workspace.groups().hold();
    return this;
  }

  /**
   * Finishes the processing of all requests at the time of the clock. Later requests are finished
   * when they arrive.
   */
  public FakeBraze releaseProcessing() {
    workspace.groups().release();
    return this;
  }

  /**
   * Uses up requests of the current hour's budget, as another client of the company does. No effect
   * without {@link FakeBrazeBuilder#maxWritesPerHour}.
   */
  public FakeBraze useBudget(int requests) {
    track.useBudget(requests);
    return this;
  }

  /**
   * Poisons a user: requests that contain the user are rejected until {@link #heal}. Replaces an
   * earlier poison of the user.
   */
  public FakeBraze poison(String externalId, Poison poison) {
    track.poison(externalId, poison.rejection());
    return this;
  }

  /** Removes the poison of a user. */
  public FakeBraze heal(String externalId) {
    track.heal(externalId);
    return this;
  }

  /**
   * Stops the server and closes all connections, including those of stalled and held requests.
   * Idempotent.
   *
   * @throws IllegalStateException if a {@link FaultScript} threw an exception, which is the cause
   */
  @Override
  public void close() {
    dispatcher.close();
    server.close();
    dispatcher.rethrow();
  }

  @Override
  public String toString() {
    return "FakeBraze[port=%s, profiles=%s, requests=%s]"
        .formatted(port(), profiles().size(), requests());
  }
}
