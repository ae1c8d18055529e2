package io.github.brazeaudience.testing;

import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.config.RestApiKey;
import io.github.brazeaudience.testing.internal.Connections;
import io.github.brazeaudience.testing.internal.ExportEndpoint;
import io.github.brazeaudience.testing.internal.Options;
import io.github.brazeaudience.testing.internal.RequestRouter;
import io.github.brazeaudience.testing.internal.Tls;
import io.github.brazeaudience.testing.internal.TrackEndpoint;
import io.github.brazeaudience.testing.internal.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import mockwebserver3.MockWebServer;
import org.jspecify.annotations.Nullable;

/**
 * A Braze in this process: an HTTP server on the loopback interface with profiles that {@code POST
 * /users/track} changes by Braze's documented rules, its limits, its errors, and its silent losses,
 * which are counted here; {@code POST /users/export/ids} tells what they hold. Anything can be made
 * to go wrong with a {@link Fault}.
 *
 * <p>Writes are applied before the answer leaves, so a profile can be read as soon as a sender has
 * its answer; the real Braze takes a moment. Events and purchases are counted against the limit of
 * objects and otherwise ignored, strings that look like dates stay strings, and a nested object is
 * replaced as a whole. For tests. Thread-safe.
 *
 * <p>An export gives the fields that were asked for and are not empty. Its other texts than that
 * for too many identifiers are made up, because Braze documents none.
 *
 * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track">Braze:
 *     /users/track</a>
 * @see <a
 *     href="https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier">Braze:
 *     /users/export/ids</a>
 */
public final class FakeBraze implements AutoCloseable {
  private final MockWebServer server = new MockWebServer();
  private final Connections connections = new Connections();
  private final FaultQueue faults = new FaultQueue();
  private final Workspace workspace;
  private final TrackEndpoint track;
  private final RequestLog log;
  private final FaultyDispatcher dispatcher;
  private final BrazeEndpoints endpoints;
  private final RestApiKey restApiKey;
  private final @Nullable Tls tls;

  FakeBraze(Options options, RestApiKey restApiKey, List<BrazeProfile> seeds) {
    this.restApiKey = restApiKey;
    tls = options.tls();
    workspace = new Workspace(options);
    seeds.forEach(seed -> workspace.seed(seed.data()));
    track = new TrackEndpoint(options, workspace);
    log = new RequestLog(options.keptRequests());
    RequestRouter door =
        new RequestRouter(
            options,
            Map.of(
                TrackEndpoint.PATH,
                track,
                ExportEndpoint.PATH,
                new ExportEndpoint(options, workspace.profiles())));
    dispatcher = new FaultyDispatcher(server, connections, door, log, faults, options);
    endpoints = listen(options);
  }

  private BrazeEndpoints listen(Options options) {
    server.setDispatcher(dispatcher);
    server.setServerSocketFactory(connections);
    server.setBodyLimit(options.maxBodyBytes());
    if (tls != null) {
      server.useHttps(tls.server().getSocketFactory());
    }
    try {
      server.start(
          InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}), options.port());
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(
              Locale.ROOT,
              "FakeBraze cannot listen on port %d of the loopback interface; port 0 takes any free one",
              options.port()),
          e);
    }
    String authority = "127.0.0.1:" + server.getPort();
    return tls == null
        ? BrazeEndpoints.ofCleartextLoopback(authority)
        : BrazeEndpoints.ofRest(authority);
  }

  /**
   * Starts one with the usual settings, on a free port, without TLS.
   *
   * @return the server, listening
   * @throws UncheckedIOException if it cannot listen
   */
  public static FakeBraze start() {
    return builder().start();
  }

  /**
   * Starts to describe one.
   *
   * @return a builder with the usual settings
   */
  public static FakeBrazeBuilder builder() {
    return new FakeBrazeBuilder();
  }

  /**
   * Where it listens, as a configuration wants it.
   *
   * @return loopback endpoints, cleartext unless it speaks TLS
   */
  public BrazeEndpoints endpoints() {
    return endpoints;
  }

  /**
   * The port that it listens on.
   *
   * @return the port
   */
  public int port() {
    return server.getPort();
  }

  /**
   * The key that it accepts; of several the first.
   *
   * @return the key
   */
  public RestApiKey restApiKey() {
    return restApiKey;
  }

  /**
   * What a client needs to trust its certificate.
   *
   * @return a context that trusts this certificate and no other
   * @throws IllegalStateException if it does not speak TLS
   */
  public SSLContext sslContext() {
    return tls().client();
  }

  /**
   * What a client needs to trust its certificate, for clients that ask for both.
   *
   * @return the trust manager of {@link #sslContext}
   * @throws IllegalStateException if it does not speak TLS
   */
  public X509TrustManager trustManager() {
    return tls().trust();
  }

  private Tls tls() {
    if (tls == null) {
      throw new IllegalStateException("this FakeBraze speaks no TLS; build it with tls()");
    }
    return tls;
  }

  /**
   * The profile with an external id.
   *
   * @param externalId the external id
   * @return the profile as it is now, if there is one
   */
  public Optional<BrazeProfile> profile(String externalId) {
    return workspace.profiles().byExternalId(externalId).map(BrazeProfile::new);
  }

  /**
   * The profile with an alias.
   *
   * @param label the kind of alias, such as {@code idfa}
   * @param name the alias itself
   * @return the profile as it is now, if there is one
   */
  public Optional<BrazeProfile> profileByAlias(String label, String name) {
    return workspace
        .profiles()
        .byAlias(ProfileAlias.of(label, name))
        .map(BrazeProfile::new);
  }

  /**
   * The profile that an email address stands for: of several the one written last, one with an
   * external id before all without.
   *
   * @param email the address
   * @return the profile as it is now, if there is one
   */
  public Optional<BrazeProfile> profileByEmail(String email) {
    return workspace.profiles().byEmail(email).map(BrazeProfile::new);
  }

  /**
   * All profiles.
   *
   * @return an immutable list, in the order they were created
   */
  public List<BrazeProfile> profiles() {
    return workspace.profiles().all().stream().map(BrazeProfile::new).toList();
  }

  /**
   * The profiles that a segment with this filter holds.
   *
   * @param filter the filter
   * @return an immutable list, in the order they were created
   */
  public List<BrazeProfile> profilesMatching(SegmentFilter filter) {
    return profiles().stream().filter(filter::test).toList();
  }

  /**
   * Puts a profile there, as if it had come some other way, such as from an app. It replaces the
   * one with its external id or one of its aliases.
   *
   * @param profile the profile, often a seed
   * @return the profile as it is stored, with a Braze id
   */
  public BrazeProfile put(BrazeProfile profile) {
    return new BrazeProfile(workspace.seed(profile.data()));
  }

  /**
   * What was lost silently so far.
   *
   * @return the counts by kind
   */
  public SilentLosses silentLosses() {
    return new SilentLosses(workspace.losses());
  }

  /**
   * The data points of all objects that were accepted: one for each attribute, changed or not, one
   * for each element of an array's add or remove, none for identifiers and push tokens.
   *
   * @return the number
   * @see <a href="https://www.braze.com/docs/user_guide/data/data_points/">Braze: data points</a>
   */
  public long dataPoints() {
    return workspace.dataPoints();
  }

  /**
   * The objects that were accepted and then ignored, because they may only update ({@code
   * _update_existing_only}, the default for an alias) and no profile is theirs. Braze does not
   * tell.
   *
   * @return the number
   */
  public long ignoredObjects() {
    return workspace.ignoredObjects();
  }

  /**
   * The requests that arrived, whatever was answered.
   *
   * @return the number
   */
  public int requests() {
    return log.requests();
  }

  /**
   * The requests that arrived for one path.
   *
   * @param path such as {@code /users/export/ids}
   * @return the number
   */
  public int requestsTo(String path) {
    return log.requestsTo(path);
  }

  /**
   * The last requests that arrived; how many are kept is an option.
   *
   * @return an immutable list, oldest first
   */
  public List<ReceivedRequest> received() {
    return log.received();
  }

  /**
   * The most requests that were in hand at one time. A stalled one is in hand until the end.
   *
   * @return the number
   */
  public int mostRequestsInHand() {
    return log.mostInHand();
  }

  /**
   * Waits until requests have arrived.
   *
   * @param count how many, counted from the start
   * @param timeout how long to wait at most
   * @return false if fewer arrived in time
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean awaitRequests(int count, Duration timeout) throws InterruptedException {
    return log.await(count, timeout);
  }

  /**
   * The connections that were accepted, without those of {@link #dropConnections}.
   *
   * @return the number
   */
  public int connections() {
    return connections.accepted();
  }

  /**
   * Lets something go wrong with the next requests, one fault each, after those that wait already.
   *
   * @param next the faults; {@link Fault#none} for a request that is answered as usual
   * @return this
   */
  public FakeBraze next(Fault... next) {
    for (Fault fault : next) {
      faults.add(fault);
    }
    return this;
  }

  /**
   * Lets one thing go wrong with each of the next requests.
   *
   * @param count how many requests
   * @param fault the fault
   * @return this
   */
  public FakeBraze next(int count, Fault fault) {
    for (int i = 0; i < count; i++) {
      faults.add(fault);
    }
    return this;
  }

  /**
   * Lets something go wrong with the next requests to one path, one fault each. Others pass them
   * by; those of {@link #next} come after them.
   *
   * @param path such as {@code /users/export/ids}
   * @param next the faults; {@link Fault#none} for a request that is answered as usual
   * @return this
   */
  public FakeBraze nextTo(String path, Fault... next) {
    for (Fault fault : next) {
      faults.add(path, fault);
    }
    return this;
  }

  /**
   * Lets a script decide on each request that no fault waits for.
   *
   * @param script the script; it replaces the one before
   * @return this
   */
  public FakeBraze script(FaultScript script) {
    faults.script(script);
    return this;
  }

  /**
   * Forgets the faults that wait and the script.
   *
   * @return this
   */
  public FakeBraze clearFaults() {
    faults.clear();
    return this;
  }

  /**
   * The faults that no request has met yet.
   *
   * @return the number
   */
  public int faultsWaiting() {
    return faults.waiting();
  }

  /**
   * Closes the next connections as soon as they are made, before anything is read. No request has
   * arrived then; connections that are open are not touched.
   *
   * @param count how many
   * @return this
   */
  public FakeBraze dropConnections(int count) {
    connections.dropNext(count);
    return this;
  }

  /**
   * The connections that {@link #dropConnections} has closed.
   *
   * @return the number
   */
  public int droppedConnections() {
    return connections.dropped();
  }

  /**
   * Makes a user do something to every request that it is in, until {@link #heal}.
   *
   * @param externalId the user's external id
   * @param poison what happens; it replaces the user's poison before
   * @return this
   */
  public FakeBraze poison(String externalId, Poison poison) {
    track.poison(externalId, poison.rejection());
    return this;
  }

  /**
   * Takes a user's poison away.
   *
   * @param externalId the user's external id
   * @return this
   */
  public FakeBraze heal(String externalId) {
    track.heal(externalId);
    return this;
  }

  /**
   * Stops listening and closes all connections, also those of stalled and held requests. Does
   * nothing the second time.
   *
   * @throws IllegalStateException if a {@link FaultScript} has thrown; its exception is the cause
   */
  @Override
  public void close() {
    dispatcher.close();
    server.close();
    dispatcher.rethrow();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "FakeBraze[port=%d, profiles=%d, requests=%d]",
        port(),
        profiles().size(),
        requests());
  }
}
