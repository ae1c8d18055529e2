package io.github.brazeaudience.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.mparticle.ModuleRegistration;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.options.Membership;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.receiver.forward.Backoff;
import io.github.brazeaudience.receiver.http.Secret;
import io.github.brazeaudience.receiver.journal.JournalLimits;
import io.github.brazeaudience.store.FileMembershipStore;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Receiver in this process with short delays, and a client that behaves like mParticle. */
final class RunningReceiver implements AutoCloseable {
  static final JournalLimits LIMITS = JournalLimits.ofMib(64);

  private static final Duration INSTANT = Duration.ofMillis(1);

  /** Two attempts, and at once; what then has not got through is the receiver's. */
  private static final RetryPolicy IMPATIENT =
      RetryPolicy.defaults()
          .withMaxAttempts(2)
          .withBackoff(INSTANT, INSTANT, INSTANT)
          .withOutageLimit(Duration.ofMillis(100));

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> notices = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final Receiver receiver;

  RunningReceiver(Path journal, FakeBraze braze) {
    this(journal, braze, LIMITS, Secret.none());
  }

  RunningReceiver(Path journal, FakeBraze braze, JournalLimits limits, Secret secret) {
    this(journal, braze, limits, secret, SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT, null);
  }

  /** One that remembers users. */
  static RunningReceiver remembering(
      Path directory, FakeBraze braze, SendSegmentsAs mode, UnknownUsers unknown) {
    return new RunningReceiver(
        directory.resolve("journal"),
        braze,
        LIMITS,
        Secret.none(),
        mode,
        new Membership(
            FileMembershipStore.open(directory.resolve("users.store")),
            MembershipPolicy.defaults().withUnknownUsers(unknown)));
  }

  /** One that remembers users in this store. */
  static RunningReceiver remembering(Path journal, FakeBraze braze, MembershipStore store) {
    return new RunningReceiver(
        journal,
        braze,
        LIMITS,
        Secret.none(),
        SendSegmentsAs.SINGLE_AND_PER_SEGMENT,
        new Membership(
            store, MembershipPolicy.defaults().withUnknownUsers(UnknownUsers.IN_NO_AUDIENCE)));
  }

  private RunningReceiver(
      Path journal,
      FakeBraze braze,
      JournalLimits limits,
      Secret secret,
      SendSegmentsAs mode,
      @Nullable Membership membership) {
    BrazeAudienceConfig config =
        BrazeAudienceConfig.builder()
            .restApiKey(braze.restApiKey())
            .endpoints(braze.endpoints())
            .sendSegmentsAs(mode)
            .build();
    ReceiverSettings settings =
        new ReceiverSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            journal,
            limits,
            secret,
            ModuleRegistration.of("for tests", "1", config),
            INSTANT,
            new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)));
    AudienceForwarderBuilder forwarder =
        AudienceForwarder.builder(config, OkHttpBrazeTransport.create())
            .minUserWriteInterval(Duration.ZERO)
            .retryPolicy(IMPATIENT);
    try {
      receiver =
          Receiver.start(settings, config, membership, forwarder, notices::add, failures::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI uri() {
    return URI.create(
        String.format(
            Locale.ROOT,
            "http://%s:%d/",
            receiver.address().getHostString(),
            receiver.address().getPort()));
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(uri()).timeout(Duration.ofSeconds(60));
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

  HttpResponse<String> post(String message, String... headers) {
    HttpRequest.Builder request = request().POST(BodyPublishers.ofString(message));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  CompletableFuture<HttpResponse<String>> postAsync(String message) {
    return client.sendAsync(
        request().POST(BodyPublishers.ofString(message)).build(), BodyHandlers.ofString());
  }

  HttpRequest.Builder requestTo() {
    return request();
  }

  /** Posts a message that has to be taken. */
  void take(String message) {
    HttpResponse<String> answer = post(message);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  List<String> notices() {
    return notices;
  }

  @Override
  public void close() {
    end();
  }

  /** Closes the receiver as the process does, waiting for responses of Braze. */
  void end() {
    try {
      receiver.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(failures).isEmpty();
  }
}
