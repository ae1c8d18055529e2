package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.cli.TrackServer.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the jar in a separate process. */
@Timeout(300)
class ForwardJarIT {
  @TempDir Path directory;

  private ProcessBuilder program(String... args) {
    return ForwardJar.command(List.of(args)).redirectError(directory.resolve("err").toFile());
  }

  private ProcessBuilder command(String... args) {
    return program(Stream.concat(Stream.of("forward"), Stream.of(args)).toArray(String[]::new));
  }

  private String err() throws IOException {
    return Files.readString(directory.resolve("err"));
  }

  private Map<String, Object> summary() throws IOException {
    return Json.object(Files.readString(directory.resolve("s")));
  }

  private Path lines(int count) throws IOException {
    Path file = directory.resolve("in");
    Files.write(
        file,
        (Iterable<String>)
            () ->
                Stream.iterate(0, user -> user + 1)
                    .limit(count)
                    .map(
                        user ->
                            String.format(
                                Locale.ROOT,
                                "{\"identities\":{\"customer_id\":\"u-%d\"},\"member_of\":[{\"id\":%d}]}",
                                user,
                                user % 2))
                    .iterator());
    return file;
  }

  @Test
  void jar_content_isOneProgramWithoutSignaturesAndModules() throws IOException {
    try (JarFile jar = new JarFile(ForwardJar.PATH.toFile())) {
      assertThat(jar.stream().map(entry -> entry.getName().toLowerCase(Locale.ROOT)))
          .noneMatch(name -> name.endsWith("module-info.class"))
          .noneMatch(name -> name.matches("meta-inf/[^/]+\\.(sf|rsa|dsa|ec)"));
    }
  }

  @Test
  void jar_demo_printsTheExampleAndTheSummaryOnly() throws Exception {
    Process process = program("demo").start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(err()).isZero();
    assertThat(out).contains("'11036','11034'", "In Possible Parisians = true");
    assertThat(err().lines()).hasSize(2).allMatch(line -> Character.isDigit(line.charAt(0)));
  }

  @Test
  void jar_largeFile_isForwardedInLittleMemory() throws Exception {
    Path outcomes = directory.resolve("o");
    try (TrackServer server = new TrackServer()) {
      Process process =
          command(
                  "--rest-endpoint",
                  server.endpoint(),
                  "--outcomes",
                  outcomes.toString(),
                  "--summary",
                  directory.resolve("s").toString(),
                  lines(60_000).toString())
              .start();
      assertThat(process.getInputStream().readAllBytes()).isEmpty();
      assertThat(process.waitFor()).as(err()).isEqualTo(1);
      assertThat(server.objects()).hasSize(30_000);
    }
    assertThat(err()).doesNotContain("Exception", "WARNING", "SLF4J");
    assertThat(summary()).containsEntry("requests", 400L).containsEntry("rejected", 30_000L);
    try (BufferedReader reader = Files.newBufferedReader(outcomes)) {
      assertThat(reader.lines().map(Json::object).map(line -> line.get("index")))
          .hasSize(30_000)
          .allMatch(index -> (Long) index % 2 == 0)
          .isSorted();
    }
  }

  @Test
  void jar_largeFileWithStoreAndCheckpoint_isForwardedOnceInLittleMemory() throws Exception {
    Path file = lines(60_000);
    try (TrackServer server = new TrackServer()) {
      String last = "";
      for (String checkpoint : List.of("c1", "c1", "c2")) {
        Process process =
            command(
                    "--rest-endpoint",
                    server.endpoint(),
                    "--store",
                    directory.resolve("store").toString(),
                    "--checkpoint",
                    directory.resolve(checkpoint).toString(),
                    "--summary",
                    directory.resolve("s").toString(),
                    file.toString())
                .start();
        assertThat(process.waitFor()).as(err()).isEqualTo(checkpoint.equals(last) ? 0 : 1);
        last = checkpoint;
        assertThat(err()).doesNotContain("Exception", "WARNING", "SLF4J");
      }
      assertThat(server.requests()).isEqualTo(400);
    }
    assertThat(summary()).containsEntry("unchanged", 30_000L).containsEntry("rejected", 30_000L);
  }

  @Test
  void jar_storeOfAnotherProcess_isExit2() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    try (TrackServer server =
        new TrackServer(
            number -> {
              arrived.countDown();
              return Answer.SUCCESS;
            })) {
      List<String> args =
          List.of(
              "forward",
              "--rest-endpoint",
              server.endpoint(),
              "--store",
              directory.resolve("store").toString());
      Process first = program(args.toArray(new String[0])).start();
      OutputStream in = first.getOutputStream();
      for (int user = 0; user < 75; user++) {
        in.write(
            String.format(
                    Locale.ROOT,
                    "{\"identities\":{\"customer_id\":\"u-%d\"},\"member_of\":[]}\n",
                    user)
                .getBytes(StandardCharsets.UTF_8));
      }
      in.flush();
      assertThat(arrived.await(60, TimeUnit.SECONDS)).as(err()).isTrue();
      for (String more : List.of("--full", "--dry-run")) {
        List<String> second = new ArrayList<>(args);
        second.add(more);
        Process process =
            ForwardJar.command(second)
                .redirectError(directory.resolve("err2").toFile())
                .redirectInput(ProcessBuilder.Redirect.from(lines(1).toFile()))
                .start();
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(Files.readAllLines(directory.resolve("err2")))
            .singleElement()
            .asString()
            .contains("--store", "in use by another process");
      }
      in.close();
      assertThat(first.waitFor()).as(err()).isZero();
      assertThat(server.objects()).hasSize(75);
    }
  }

  @Test
  void jar_pipeStaysOpen_readLinesAreSentAfterTheLinger() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    try (TrackServer server =
        new TrackServer(
            number -> {
              arrived.countDown();
              return Answer.SUCCESS;
            })) {
      Process process = command("--rest-endpoint", server.endpoint(), "-").start();
      OutputStream in = process.getOutputStream();
      in.write(Files.readAllBytes(lines(3)));
      in.flush();
      assertThat(arrived.await(60, TimeUnit.SECONDS)).as(err()).isTrue();
      assertThat(process.isAlive()).isTrue();
      in.close();
      assertThat(process.waitFor()).as(err()).isEqualTo(1);
      assertThat(server.objects()).containsOnlyKeys("u-1");
    }
  }

  @Test
  void jar_terminated_writesBothFilesAndExits130() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    try (TrackServer server =
        new TrackServer(
            number -> {
              arrived.countDown();
              awaitQuietly(ended);
              return Answer.SUCCESS;
            })) {
      Process process =
          command(
                  "--rest-endpoint",
                  server.endpoint(),
                  "--outcomes",
                  directory.resolve("o").toString(),
                  "--summary",
                  directory.resolve("s").toString(),
                  lines(10_000).toString())
              .redirectOutput(directory.resolve("out").toFile())
              .start();
      assertThat(arrived.await(60, TimeUnit.SECONDS)).as(err()).isTrue();
      process.destroy();
      assertThat(process.waitFor()).as(err()).isEqualTo(130);
      ended.countDown();
    }
    assertThat(summary()).containsEntry("updates", 10_000L).containsEntry("accepted", 0L);
    assertThat(Files.readAllLines(directory.resolve("o")).stream().map(Json::object))
        .hasSize(10_000)
        .anyMatch(line -> "CANCELLED".equals(line.get("reason")));
    assertThat(err()).doesNotContain("Exception");
  }

  @Test
  void jar_terminatedWhileStandardInputIsSilent_exits130() throws Exception {
    Process process =
        command(
                "--dry-run",
                "--send-segments-as=array",
                "--summary",
                directory.resolve("s").toString())
            .start();
    StringBuilder lines = new StringBuilder();
    for (int user = 0; user < 75; user++) {
      lines.append(
          String.format(
              Locale.ROOT, "{\"identities\":{\"customer_id\":\"u-%d\"},\"member_of\":[]}\n", user));
    }
    OutputStream in = process.getOutputStream();
    in.write(lines.toString().getBytes(StandardCharsets.UTF_8));
    in.flush();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    assertThat(out.readLine()).startsWith("{\"attributes\":[{");
    process.destroy();
    assertThat(process.waitFor()).as(err()).isEqualTo(130);
    assertThat(summary()).containsEntry("accepted", 75L);
  }

  @Test
  void jar_readerThatLeaves_endsTheDryRun() throws Exception {
    Process process = command("--dry-run", lines(100_000).toString()).start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).startsWith("{\"attributes\":[{");
    }
    assertThat(process.waitFor()).as(err()).isEqualTo(1);
    assertThat(err()).doesNotContain("Exception");
  }

  @Test
  void jar_fileFromAPipe_isReadAsAnInput() throws Exception {
    Process process =
        command("--dry-run", "/dev/stdin").redirectInput(ProcessBuilder.Redirect.PIPE).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(
          "{\"identities\":{\"customer_id\":\"u\"},\"member_of\":[]}"
              .getBytes(StandardCharsets.UTF_8));
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(err()).isZero();
    assertThat(out)
        .isEqualTo("{\"attributes\":[{\"external_id\":\"u\",\"SegmentMembership\":null}]}\n");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
