package io.github.brazeaudience.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.mparticle.ModuleRegistration;
import io.github.brazeaudience.options.CommandLines;
import io.github.brazeaudience.options.ConnectionOptions;
import io.github.brazeaudience.options.TransportFactory;
import io.github.brazeaudience.options.UsageException;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.receiver.database.DatabaseSettings;
import io.github.brazeaudience.receiver.intake.Secret;
import io.github.brazeaudience.testing.FakeBraze;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;

/** Receiver in this process with short delays, and a client that behaves like mParticle. */
final class RunningReceiver implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(100);

  /** Two attempts, and at once; what then has not got through is the receiver's. */
  private static final Map<String, Object> IMPATIENT =
      Map.of(
          "braze.audience.retry.max-attempts", "2",
          "braze.audience.retry.initial-backoff", "1ms",
          "braze.audience.retry.throttled-backoff", "1ms",
          "braze.audience.retry.max-backoff", "1ms",
          "braze.audience.retry.outage-limit", "100ms",
          "braze.audience.min-user-write-interval", "0s",
          "braze.audience.outbox.relay.poll-interval", "20ms",
          "braze.audience.outbox.relay.redelivery.initial-backoff", "10ms",
          "braze.audience.outbox.relay.redelivery.max-backoff", "50ms");

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> notices = new CopyOnWriteArrayList<>();
  private final FakeBraze braze;
  private final ConfigurableApplicationContext context;

  private RunningReceiver(ReceiverSettings settings, FakeBraze braze) {
    this.braze = braze;
    context =
        ReceiverApplication.start(
            settings,
            transports(settings.config()).create(),
            RateLimiter.create(),
            notices::add,
            IMPATIENT);
  }

  private static TransportFactory transports(BrazeAudienceConfig config) {
    Options options = new Options();
    CommandLines.configure(new CommandLine(options)).parseArgs();
    try {
      return options.connection.transports(config, Map.of());
    } catch (UsageException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Has the defaults of the options after it is parsed. */
  @CommandLine.Command
  private static final class Options {
    @CommandLine.Mixin final ConnectionOptions connection = new ConnectionOptions();
  }

  /** A receiver without a membership store, whose database is a file. */
  static RunningReceiver start(Path directory, FakeBraze braze) {
    return start(directory.resolve("outbox").toString(), braze);
  }

  /** A receiver without a membership store. */
  static RunningReceiver start(String database, FakeBraze braze) {
    return new RunningReceiver(
        settings(
            database,
            braze,
            SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT,
            new StoreSettings.None(),
            Secret.none(),
            1_000_000),
        braze);
  }

  /** A receiver that needs a secret and refuses messages while this many updates wait. */
  static RunningReceiver start(Path directory, FakeBraze braze, Secret secret, long maxBacklog) {
    return new RunningReceiver(
        settings(
            directory.resolve("outbox").toString(),
            braze,
            SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT,
            new StoreSettings.None(),
            secret,
            maxBacklog),
        braze);
  }

  /** A receiver that remembers users. */
  static RunningReceiver remembering(
      Path directory, FakeBraze braze, SendSegmentsAs mode, UnknownUsers unknown) {
    StoreSettings store = new StoreSettings.InFile(directory.resolve("users.store"), unknown);
    return remembering(directory.resolve("outbox").toString(), braze, mode, store);
  }

  /** A receiver that remembers users in this store. */
  static RunningReceiver remembering(
      String database, FakeBraze braze, SendSegmentsAs mode, StoreSettings store) {
    return new RunningReceiver(
        settings(database, braze, mode, store, Secret.none(), 1_000_000), braze);
  }

  private static ReceiverSettings settings(
      String database,
      FakeBraze braze,
      SendSegmentsAs mode,
      StoreSettings store,
      Secret secret,
      long maxBacklog) {
    BrazeAudienceConfig config =
        BrazeAudienceConfig.builder()
            .restApiKey(braze.restApiKey())
            .endpoints(braze.endpoints())
            .sendSegmentsAs(mode)
            .build();
    try {
      return new ReceiverSettings(
          "for tests",
          "1",
          config,
          InetAddress.getLoopbackAddress(),
          0,
          "/",
          secret,
          ModuleRegistration.of("for tests", "1", config),
          DatabaseSettings.parse(database, null, null),
          store,
          maxBacklog);
    } catch (UsageException e) {
      throw new IllegalArgumentException(e);
    }
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  URI uri() {
    return uri("/");
  }

  URI uri(String path) {
    InetSocketAddress address = ReceiverApplication.address(context);
    return URI.create(
        String.format(
            Locale.ROOT, "http://%s:%d%s", address.getHostString(), address.getPort(), path));
  }

  HttpRequest.Builder requestTo(String path) {
    return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(String path) {
    return send(requestTo(path));
  }

  HttpResponse<String> post(String message, String... headers) {
    HttpRequest.Builder request = requestTo("/").POST(BodyPublishers.ofString(message));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  CompletableFuture<HttpResponse<String>> postAsync(String message) {
    return client.sendAsync(
        requestTo("/").POST(BodyPublishers.ofString(message)).build(), BodyHandlers.ofString());
  }

  /** Posts a message that has to be taken. */
  void take(String message) {
    HttpResponse<String> answer = post(message);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  List<String> notices() {
    return notices;
  }

  Object attribute(String user, String name) {
    return braze.profile(user).flatMap(profile -> profile.attribute(name)).orElse(null);
  }

  /** Waits until it is true, and looks again after each request to Braze. */
  void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("nanoseconds too late; %s", notices).isNegative();
      var unused = braze.awaitRequests(braze.requests() + 1, Duration.ofMillis(20));
    }
  }

  /** Waits until the outbox has no update left. */
  void awaitEmptyOutbox() throws InterruptedException {
    var outbox = bean(io.github.brazeaudience.jdbc.JdbcOutbox.class);
    await(() -> outbox.status().backlog() == 0);
  }

  @Override
  public void close() {
    end();
  }

  /** Closes the receiver as the end of the process does. Ending it twice has no effect. */
  void end() {
    context.close();
  }
}
