package io.github.brazeaudience.cli.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.cli.Seeds;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests of {@code receive} in a separate process, which is killed and restarted. Each test has its
 * own database and its own Braze.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(900)
class ReceiverJarIT {
  private static final boolean FULL = Boolean.getBoolean("tests.full");
  private static final int THREADS = 6;
  private static final int USERS = 5;
  private static final int KILLS = FULL ? 6 : 1;
  private static final int MESSAGES = FULL ? 60 : 24;

  /** Only a test that hangs takes this long, also on a busy machine. */
  private static final int HANGS_AFTER_SECONDS = 300;

  /** Longer than the lease of 70 s that a killed relay keeps on its users. */
  private static final Duration FORWARDED_WITHIN = Duration.ofSeconds(150);

  @TempDir Path directory;
  private final FakeBraze braze = FakeBraze.start();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Semaphore answered = new Semaphore(0);
  private volatile CompletableFuture<URI> running = new CompletableFuture<>();

  @AfterEach
  void close() {
    braze.close();
  }

  private ReceiverProcess start() throws IOException {
    return ReceiverProcess.start(braze, directory.resolve("outbox"));
  }

  private HttpResponse<String> post(URI uri, String message)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(message)).build(),
        BodyHandlers.ofString());
  }

  private static String change(String action, String user, long audience) {
    return String.format(
        Locale.ROOT,
        "{\"type\":\"audience_membership_change_request\",\"id\":\"%s\",\"user_profiles\":[{\"user_identities\":"
            + "[{\"type\":\"customer\",\"encoding\":\"raw\",\"value\":\"%s\"}],\"audiences\":[{\"audience_id\":%d,"
            + "\"audience_name\":\"A%d\",\"action\":\"%s\"}]}]}",
        UUID.randomUUID(),
        user,
        audience,
        audience,
        action);
  }

  /** Retries until there is a response, as mParticle does. */
  private void deliver(String message) {
    while (true) {
      CompletableFuture<URI> target = running;
      try {
        assertThat(post(target.join(), message).statusCode()).isEqualTo(200);
        answered.release();
        return;
      } catch (IOException killed) {
        // It is delivered to the next process.
        running.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Users go in and out of an audience; at last those with an even number are in. */
  private void deliverAll(int thread) {
    for (int message = 0; message < MESSAGES; message++) {
      for (int user = 0; user < USERS; user++) {
        String name = String.format(Locale.ROOT, "u-%d-%d", thread, user);
        deliver((message + user) % 2 == 1 ? change("add", name, 7) : change("delete", name, 7));
      }
    }
  }

  private boolean allInTheirLastState() {
    return IntStream.range(0, THREADS * USERS)
        .allMatch(
            number ->
                braze
                    .profile(String.format(Locale.ROOT, "u-%d-%d", number / USERS, number % USERS))
                    .flatMap(profile -> profile.attribute("In A7"))
                    .filter(in -> in.equals(number % USERS % 2 == 0))
                    .isPresent());
  }

  @Test
  void process_killedAtRandomInstants_losesNothingAndKeepsTheOrder() throws Exception {
    long seed = Seeds.of("ReceiverJarIT");
    Random random = new Random(seed);
    ReceiverProcess process = start();
    running.complete(process.uri());
    ExecutorService senders = Executors.newFixedThreadPool(THREADS);
    List<CompletableFuture<Void>> done = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int number = thread;
      done.add(CompletableFuture.runAsync(() -> deliverAll(number), senders));
    }
    int perKill = THREADS * USERS * MESSAGES / (KILLS + 1);
    for (int kill = 0; kill < KILLS; kill++) {
      int share = perKill / 2 + random.nextInt(perKill / 2);
      assertThat(answered.tryAcquire(share, HANGS_AFTER_SECONDS, TimeUnit.SECONDS))
          .as("seed %d", seed)
          .isTrue();
      CompletableFuture<URI> next = new CompletableFuture<>();
      running = next;
      process.kill();
      process.exitCode();
      process = start();
      next.complete(process.uri());
    }
    CompletableFuture.allOf(done.toArray(CompletableFuture[]::new))
        .get(HANGS_AFTER_SECONDS, TimeUnit.SECONDS);
    senders.shutdown();

    long end = System.nanoTime() + FORWARDED_WITHIN.toNanos();
    while (!allInTheirLastState()) {
      assertThat(System.nanoTime() - end).as("seed %d", seed).isNegative();
      var unused = braze.awaitRequests(braze.requests() + 1, Duration.ofMillis(50));
    }
    process.terminate();
    assertThat(process.exitCode()).isEqualTo(143);
    assertThat(allInTheirLastState()).as("seed %d", seed).isTrue();
    assertThat(braze.silentLosses().total()).isZero();

    ReceiverProcess last = start();
    last.uri();
    last.terminate();
    assertThat(last.exitCode()).isEqualTo(143);
    assertThat(last.lines()).as("seed %d", seed).hasSize(1);
  }

  @Test
  void process_terminatedWhileBrazeStalls_endsAndKeepsTheMessage() throws Exception {
    braze.next(Fault.stall());
    ReceiverProcess process = start();
    assertThat(post(process.uri(), change("add", "u-1", 7)).statusCode()).isEqualTo(200);
    assertThat(braze.awaitRequests(1, Duration.ofSeconds(60))).isTrue();
    process.terminate();
    assertThat(process.exitCode()).isEqualTo(143);
    assertThat(braze.profiles()).isEmpty();

    process = start();
    process.uri();
    assertThat(braze.awaitRequests(2, Duration.ofSeconds(60))).isTrue();
    process.terminate();
    assertThat(process.exitCode()).isEqualTo(143);
    assertThat(braze.profile("u-1").orElseThrow().attribute("In A7")).contains(true);
  }

  @Test
  void process_databaseInUse_exits2() throws Exception {
    ReceiverProcess first = start();
    first.uri();
    ReceiverProcess second = start();

    assertThat(second.exitCode()).isEqualTo(2);
    assertThat(second.lines()).singleElement().asString().contains("in use by another receiver");
    first.terminate();
    assertThat(first.exitCode()).isEqualTo(143);
  }

  @Test
  void process_journalWithMessages_exits2AndTouchesNothing() throws Exception {
    Path segment = directory.resolve("segment-000000000001.journal");
    Files.writeString(segment, "BAJRNL99 and what only that version reads");

    ReceiverProcess process =
        ReceiverProcess.start(
            "key", "--journal", directory.toString(), "--send-segments-as", "array");

    assertThat(process.exitCode()).isEqualTo(2);
    assertThat(process.lines()).singleElement().asString().contains("start that version");
    assertThat(directory).isDirectoryContaining(segment::equals);
    assertThat(segment).hasContent("BAJRNL99 and what only that version reads");
  }

  /** Numbers in file names and statements must not have the digits of the locale. */
  @Test
  void process_killedUnderAnotherLocale_losesNothing() throws Exception {
    braze.script(request -> Fault.status(503));
    ReceiverProcess process = ReceiverProcess.startIn("ar-EG", braze, directory.resolve("outbox"));
    assertThat(post(process.uri(), change("add", "u-1", 7)).statusCode()).isEqualTo(200);
    process.kill();
    process.exitCode();
    braze.script(request -> Fault.none());

    process = ReceiverProcess.startIn("ar-EG", braze, directory.resolve("outbox"));
    process.uri();
    long end = System.nanoTime() + FORWARDED_WITHIN.toNanos();
    while (braze.profile("u-1").isEmpty()) {
      assertThat(System.nanoTime() - end).as("nanoseconds too late").isNegative();
      var unused = braze.awaitRequests(braze.requests() + 1, Duration.ofMillis(50));
    }
    process.terminate();
    assertThat(process.exitCode()).isEqualTo(143);
  }

  @Test
  void process_portInUse_exits2() throws Exception {
    ReceiverProcess process =
        ReceiverProcess.start(
            "key",
            "--database",
            directory.resolve("outbox").toString(),
            "--send-segments-as",
            "array",
            "--port",
            Integer.toString(braze.port()));

    assertThat(process.exitCode()).isEqualTo(2);
    assertThat(process.lines()).singleElement().asString().contains("take another port");
  }

  @Test
  void process_wrongUsage_exits2WithWhatToWrite() throws Exception {
    ReceiverProcess process = ReceiverProcess.start("key", "--database", directory.toString());

    assertThat(process.exitCode()).isEqualTo(2);
    assertThat(process.lines())
        .singleElement()
        .asString()
        .startsWith("braze-audience: --send-segments-as must be ARRAY_ATTRIBUTE");
  }

  @Test
  void process_help_isOnStandardOutputAndExits0() throws Exception {
    ReceiverProcess process = ReceiverProcess.start("key", "--help");

    assertThat(process.exitCode()).isZero();
    assertThat(process.lines()).anyMatch(line -> line.contains("--database=FILE|URL"));
  }
}
