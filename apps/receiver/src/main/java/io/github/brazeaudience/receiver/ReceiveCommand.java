package io.github.brazeaudience.receiver;

import io.github.brazeaudience.options.ConnectionOptions;
import io.github.brazeaudience.options.HelpOptions;
import io.github.brazeaudience.options.ProfileOptions;
import io.github.brazeaudience.options.ProgramCommand;
import io.github.brazeaudience.options.RateOptions;
import io.github.brazeaudience.options.SegmentOptions;
import io.github.brazeaudience.options.StoreOptions;
import io.github.brazeaudience.options.TransportFactory;
import io.github.brazeaudience.options.UnknownUsersOptions;
import io.github.brazeaudience.options.UsageException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code receive}: runs a receiver until the process is terminated. */
@Command(
    name = "receive",
    header = "Receives mParticle's Firehose and forwards it to Braze.",
    description = {
      "Receives mParticle's Firehose over HTTP: keeps each message in a database, responds at once,"
          + " and forwards the audience memberships to Braze."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  braze-audience receive --send-segments-as ARRAY_ATTRIBUTE",
      "  braze-audience receive --store users.store \\",
      "      --send-segments-as SINGLE_ATTRIBUTE --port 9090"
    })
public final class ReceiveCommand implements ProgramCommand {
  private static final int FAILED = 1;

  private final Map<String, String> environment;
  private final Consumer<String> log;
  private final String programVersion;

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

  /** Returns only if the receiver could not start. */
  @Override
  public int run() throws UsageException {
    ReceiverSettings settings = new SettingsFactory(this, environment).settings(programVersion);
    TransportFactory transports = connection.transports(settings.config(), environment);
    try {
      ConfigurableApplicationContext running =
          ReceiverApplication.start(settings, transports.create(), rate.limiter(), log, Map.of());
      log.accept("listening on " + url(ReceiverApplication.address(running)));
    } catch (RuntimeException e) {
      throw StartFailure.usage(e, settings).orElseThrow(() -> e);
    }
    awaitEnd();
    return FAILED;
  }

  /** The threads of the server run until the process is terminated. */
  private static void awaitEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static String url(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return String.format(
        Locale.ROOT,
        "http://%s:%d/",
        address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host,
        address.getPort());
  }
}
