package io.github.brazeaudience.receiver;

import static io.github.brazeaudience.receiver.Messages.add;
import static io.github.brazeaudience.receiver.Messages.delete;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Failures of the disk, the database and Braze that end without a restart of the receiver. */
@Tag("full")
@Timeout(600)
class ReceiverFaultsTest {
  private static final int TMPFS_MIB = 8;
  private static final int USERS = 10;

  @TempDir Path directory;
  private final FakeBraze braze = FakeBraze.start();
  private final Map<String, Boolean> last = new HashMap<>();
  private int posted;

  @AfterEach
  void close() {
    braze.close();
  }

  /** Posts the next message of a user until it is taken, as mParticle does. */
  private void deliver(RunningReceiver receiver) throws InterruptedException {
    String user = "u-" + posted % USERS;
    boolean enters = posted / USERS % 2 == 0;
    posted++;
    String message = enters ? add(user, 7) : delete(user, 7);
    receiver.await(() -> receiver.post(message).statusCode() == 200);
    last.put(user, enters);
  }

  private void deliver(RunningReceiver receiver, int messages) throws InterruptedException {
    for (int i = 0; i < messages; i++) {
      deliver(receiver);
    }
  }

  private void awaitLastStates(RunningReceiver receiver) throws InterruptedException {
    receiver.awaitEmptyOutbox();
    last.forEach(
        (user, in) -> assertThat(receiver.attribute(user, "In A7")).as(user).isEqualTo(in));
  }

  private static int ready(RunningReceiver receiver) {
    return receiver.get("/health/ready").statusCode();
  }

  @Test
  void fullDisk_refusesMessagesUntilThereIsRoom() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=" + TMPFS_MIB + "m", "tmpfs", disk))
        .as("mounting needs root")
        .isZero();
    try (RunningReceiver receiver = RunningReceiver.start(disk, braze)) {
      deliver(receiver, 3 * USERS);
      Path filler = disk.resolve("filler");
      fill(filler);
      braze.script(request -> Fault.status(503));

      // A message in progress waits for the disk, so its sender gets no response in time.
      String refused = add("u-0", 8);
      var unused = receiver.postAsync(refused);
      receiver.await(() -> fillAndCheck(receiver, filler) == 503);
      assertThat(receiver.post(refused).statusCode()).isEqualTo(503);
      assertThat(receiver.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(receiver.get("/status.json").body()).contains("Messages are not stored");

      Files.delete(filler);
      braze.script(request -> Fault.none());
      receiver.await(() -> receiver.post(refused).statusCode() == 200);
      receiver.await(() -> ready(receiver) == 200);
      deliver(receiver, 3 * USERS);
      awaitLastStates(receiver);
      assertThat(receiver.attribute("u-0", "In A8")).isEqualTo(true);
    } finally {
      run("umount", "-l", disk);
    }
  }

  private static int fillAndCheck(RunningReceiver receiver, Path filler) {
    try {
      fill(filler);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return ready(receiver);
  }

  /** Appends to a file until the disk is full. */
  private static void fill(Path filler) throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream out =
        Files.newOutputStream(
            filler,
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.APPEND)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(filler).isNotEmptyFile();
    }
  }

  private static int run(Object... command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    for (Object word : command) {
      words.add(word.toString());
    }
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private EmbeddedPostgres postgres(Path data, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .start();
  }

  @Test
  void stoppedPostgres_refusesMessagesUntilItIsBack() throws Exception {
    Path data = directory.resolve("postgres");
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false).start();
    int port = postgres.getPort();
    try (RunningReceiver receiver =
        RunningReceiver.start(postgres.getJdbcUrl("postgres", "postgres"), braze)) {
      deliver(receiver, 3 * USERS);
      postgres.close();

      String refused = add("u-0", 8);
      assertThat(receiver.post(refused).statusCode()).isEqualTo(503);
      assertThat(ready(receiver)).isEqualTo(503);
      assertThat(receiver.get("/health/live").statusCode()).isEqualTo(200);

      postgres = postgres(data, port);
      receiver.await(() -> receiver.post(refused).statusCode() == 200);
      receiver.await(() -> ready(receiver) == 200);
      deliver(receiver, 3 * USERS);
      awaitLastStates(receiver);
      assertThat(receiver.attribute("u-0", "In A8")).isEqualTo(true);
    } finally {
      postgres.close();
    }
  }

  @Test
  void brazeAwayForAMinute_losesNothing() throws Exception {
    braze.script(request -> Fault.closeConnection());
    try (RunningReceiver receiver = RunningReceiver.start(directory, braze)) {
      for (int second = 0; second < 60; second++) {
        deliver(receiver);
        var unused = braze.awaitRequests(Integer.MAX_VALUE, Duration.ofSeconds(1));
      }
      assertThat(ready(receiver)).isEqualTo(200);
      assertThat(receiver.get("/health/ready").body()).contains("DELAYED");
      braze.script(request -> Fault.none());
      awaitLastStates(receiver);
      receiver.await(() -> !receiver.get("/health/ready").body().contains("DELAYED"));
    }
  }

  @Test
  void receiversOnOnePostgres_keepTheOrderAndRecognizeRepeatedMessages() throws Exception {
    long seed = Seeds.of("ReceiverFaultsTest");
    Random random = new Random(seed);
    List<RunningReceiver> receivers = new ArrayList<>();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      for (int i = 0; i < 3; i++) {
        receivers.add(RunningReceiver.start(url, braze));
      }
      braze.script(request -> random.nextInt(5) == 0 ? Fault.status(503) : Fault.none());
      for (int message = 0; message < 300; message++) {
        deliver(receivers.get(random.nextInt(receivers.size())));
        if (message == 150) {
          receivers.remove(0).close();
        }
      }
      String repeated = add("u-0", 9);
      receivers.get(0).take(repeated);
      awaitLastStates(receivers.get(0));
      receivers.get(0).take(delete("u-0", 9));
      receivers.get(1).take(repeated);
      awaitLastStates(receivers.get(1));
      assertThat(receivers.get(0).attribute("u-0", "In A9")).as("seed %d", seed).isEqualTo(false);
      assertThat(braze.silentLosses().total()).isZero();
      receivers.forEach(RunningReceiver::close);
    }
  }
}
