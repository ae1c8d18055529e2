package io.github.brazeaudience.receiver;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.options.ConnectionOptions;
import io.github.brazeaudience.options.HelpOptions;
import io.github.brazeaudience.options.Membership;
import io.github.brazeaudience.options.ProfileOptions;
import io.github.brazeaudience.options.ProgramCommand;
import io.github.brazeaudience.options.RateOptions;
import io.github.brazeaudience.options.SegmentOptions;
import io.github.brazeaudience.options.StoreOptions;
import io.github.brazeaudience.options.TransportFactory;
import io.github.brazeaudience.options.UnknownUsersOptions;
import io.github.brazeaudience.options.UsageException;
import io.github.brazeaudience.receiver.log.LogText;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code receive}: runs a receiver until the process is terminated. */
@Command(
    name = "receive",
    header = "Receives mParticle's Firehose and forwards it to Braze.",
    description = {
      "Receives mParticle's Firehose over HTTP: writes each message to a journal, responds at once, and"
          + " forwards the audience memberships to Braze."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  braze-audience receive --journal journal --send-segments-as ARRAY_ATTRIBUTE",
      "  braze-audience receive --journal journal --store users.store \\",
      "      --send-segments-as SINGLE_ATTRIBUTE --port 9090"
    })
public final class ReceiveCommand implements ProgramCommand {
  private static final int FAILED = 1;
  private static final Duration LONGEST_END = Duration.ofMinutes(2);

  private final Map<String, String> environment;
  private final Consumer<String> log;
  private final String programVersion;
  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

  @Mixin ReceiverOptions receiver = new ReceiverOptions();
  @Mixin ConnectionOptions connection = new ConnectionOptions();
  @Mixin SegmentOptions segments = new SegmentOptions();
  @Mixin ProfileOptions profile = new ProfileOptions();
  @Mixin StoreOptions store = new StoreOptions();
  @Mixin UnknownUsersOptions unknownUsers = new UnknownUsersOptions();
  @Mixin RateOptions rate = new RateOptions();
  @Mixin HelpOptions help = new HelpOptions();

  /**
   * Creates the command; picocli sets its options.
   *
   * @param log called with each line of the log, from any thread
   * @param programVersion the version in the registration with mParticle
   */
  public ReceiveCommand(
      Map<String, String> environment, Consumer<String> log, String programVersion) {
    this.environment = environment;
    this.log = log;
    this.programVersion = programVersion;
  }

  /** Returns only if the receiver has failed. */
  @Override
  public int run() throws UsageException {
    Thread.setDefaultUncaughtExceptionHandler(this::uncaught);
    watchdog(failure).start();
    try {
      start();
    } catch (UsageException e) {
      throw e;
    } catch (IOException e) {
      throw UsageException.because(e);
    } catch (Throwable e) {
      failure.complete(e);
    }
    log("the receiver has failed: " + failure.join());
    return FAILED;
  }

  private void log(String line) {
    log.accept(LogText.line(line));
  }

  /** Halts the process some time after a failure, because an orderly shutdown may hang. */
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

  /** Without the thread that accepts connections, clients would wait forever. */
  private void uncaught(Thread thread, Throwable e) {
    log("the thread " + thread.getName() + " has ended: " + e);
    if (thread.getName().startsWith("HTTP-Dispatcher")) {
      failure.complete(e);
    }
  }

  private void start() throws UsageException, IOException {
    SettingsFactory factory = new SettingsFactory(this, environment);
    BrazeAudienceConfig config = factory.config();
    ReceiverSettings settings = factory.settings(config, programVersion);
    TransportFactory transports = connection.transports(config, environment);
    Membership membership = factory.membership();
    var forwarder =
        AudienceForwarder.builder(config, transports.create()).rateLimiter(rate.limiter());
    Receiver running =
        Receiver.start(settings, config, membership, forwarder, this::log, failure::complete);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(running), "shutdown"));
    log("listening on " + url(running.address()));
  }

  static String url(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return String.format(
        Locale.ROOT,
        "http://%s:%d/",
        address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host,
        address.getPort());
  }

  private void close(Receiver running) {
    try {
      running.close();
    } catch (IOException e) {
      log("the journal could not be closed: " + e.getMessage());
    }
  }
}
