package io.github.brazeaudience.cli.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.options.ConnectionOptions;
import io.github.brazeaudience.testing.FakeBraze;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Runs the command {@code receive} of the jar in a separate process. */
final class ReceiverProcess {
  private static final Path JAR = Path.of(System.getProperty("forward.jar"));
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final String LISTENING = ": listening on ";

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CompletableFuture<URI> listening = new CompletableFuture<>();
  private final Thread reader = new Thread(this::read, "standard error");

  private ReceiverProcess(Process process) {
    this.process = process;
    reader.start();
  }

  static ReceiverProcess start(FakeBraze braze, Path database) throws IOException {
    return startIn("en-US", braze, database);
  }

  /** A receiver on a machine with this locale, such as {@code ar-EG}. */
  static ReceiverProcess startIn(String locale, FakeBraze braze, Path database) throws IOException {
    List<String> options =
        List.of(
            "-Duser.language=" + locale.substring(0, 2),
            "-Duser.country=" + locale.substring(3),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC");
    return start(
        options,
        braze.restApiKey().reveal(),
        "--rest-endpoint",
        "http://127.0.0.1:" + braze.port(),
        "--database",
        database.toString(),
        "--port",
        "0",
        "--send-segments-as",
        "ONE_ATTRIBUTE_PER_SEGMENT");
  }

  static ReceiverProcess start(String key, String... args) throws IOException {
    return start(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), key, args);
  }

  private static ReceiverProcess start(List<String> options, String key, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(JAVA));
    command.addAll(options);
    command.addAll(List.of("-jar", JAR.toString(), "receive"));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put(ConnectionOptions.DEFAULT_KEY_VARIABLE, key);
    builder.redirectErrorStream(true);
    return new ReceiverProcess(builder.start());
  }

  private void read() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
        int at = line.indexOf(LISTENING);
        if (at >= 0) {
          listening.complete(URI.create(line.substring(at + LISTENING.length())));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      listening.completeExceptionally(new IllegalStateException("it ended: " + lines));
    }
  }

  /** The URI it listens on, once it does. */
  URI uri() {
    return listening.join();
  }

  /** The lines of its log so far. */
  List<String> lines() {
    return lines;
  }

  /** Terminates the process, not with {@link Process}, which would close its output. */
  void terminate() {
    assertThat(process.toHandle().destroy()).isTrue();
  }

  /** As {@code kill -9}. */
  void kill() {
    assertThat(process.toHandle().destroyForcibly()).isTrue();
  }

  /** Waits for the end of the process and of its output. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(300, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end: " + lines);
    }
    reader.join();
    return process.exitValue();
  }
}
