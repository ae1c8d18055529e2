package io.github.brazeaudience.receiver;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.receiver.log.LogText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Where the program begins. */
public final class Main {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final Duration LONGEST_END = Duration.ofMinutes(2);

  private Main() {}

  /**
   * Receives until the process is told to end.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught(thread, e, failure));
    watchdog(failure).start();
    try {
      CommandParser parser = new CommandParser();
      Options options = parser.parse(args);
      if (options.help) {
        parser.printHelp(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        return;
      }
      if (options.version) {
        System.out.println(Options.PROGRAM + " " + version());
        return;
      }
      start(options, failure);
    } catch (UsageException | IOException e) {
      tell(String.valueOf(e.getMessage()));
      System.exit(USAGE);
    } catch (Throwable e) {
      failure.complete(e);
    }
    tell("the receiver has failed: " + failure.join());
    System.exit(FAILED);
  }

  /** Ends the process some time after a failure, because an orderly end may hang. */
  private static Thread watchdog(CompletableFuture<Throwable> failure) {
    Thread watchdog =
        new Thread(
            () -> {
              failure.join();
              long end = System.nanoTime() + LONGEST_END.toNanos();
              for (long left = LONGEST_END.toNanos(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
              }
              Runtime.getRuntime().halt(FAILED);
            },
            "watchdog");
    watchdog.setDaemon(true);
    return watchdog;
  }

  /** Without the thread that accepts connections they would wait for ever. */
  static void uncaught(Thread thread, Throwable e, CompletableFuture<Throwable> failure) {
    tell("the thread " + thread.getName() + " has ended: " + e);
    if (thread.getName().startsWith("HTTP-Dispatcher")) {
      failure.complete(e);
    }
  }

  private static void start(Options options, CompletableFuture<Throwable> failure)
      throws UsageException, IOException {
    SettingsFactory factory = new SettingsFactory(options, System.getenv());
    BrazeAudienceConfig config = factory.config();
    ReceiverSettings settings = factory.settings(config, version());
    Membership membership = factory.membership();
    var forwarder = AudienceForwarder.builder(config, OkHttpBrazeTransport.create());
    Receiver receiver =
        Receiver.start(settings, config, membership, forwarder, Main::tell, failure::complete);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(receiver), "shutdown"));
    tell("listening on " + url(receiver.address()));
  }

  static String url(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return String.format(
        Locale.ROOT,
        "http://%s:%d/",
        address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host,
        address.getPort());
  }

  private static void close(Receiver receiver) {
    try {
      receiver.close();
    } catch (IOException e) {
      tell("the journal could not be closed: " + e.getMessage());
    }
  }

  private static void tell(String notice) {
    System.err.println(Options.PROGRAM + ": " + LogText.line(notice));
  }

  private static String version() {
    Properties properties = new Properties();
    try (InputStream in = Main.class.getResourceAsStream("version.properties")) {
      properties.load(Objects.requireNonNull(in, "version.properties is missing"));
    } catch (IOException e) {
      throw new UncheckedIOException("version.properties cannot be read", e);
    }
    return Objects.requireNonNull(properties.getProperty("version"), "it has no version");
  }
}
