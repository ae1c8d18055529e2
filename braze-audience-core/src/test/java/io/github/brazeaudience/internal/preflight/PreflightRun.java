package io.github.brazeaudience.internal.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.RestApiKey;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.internal.engine.ListenerDispatcher;
import io.github.brazeaudience.internal.query.QueryClient;
import io.github.brazeaudience.internal.wire.RequestFactory;
import io.github.brazeaudience.preflight.PreflightFinding;
import io.github.brazeaudience.preflight.PreflightReport;
import io.github.brazeaudience.simulation.VirtualTime;
import io.github.brazeaudience.transport.BrazeTransport;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Preflight against scripted responses on a virtual clock. */
final class PreflightRun {
  static final String HOST = "rest.iad-03.braze.com";

  final VirtualTime time = new VirtualTime();
  final RoutedTransport transport = new RoutedTransport();
  final BrazeAudienceConfig.Builder config =
      BrazeAudienceConfig.builder()
          .restApiKey(RestApiKey.of("secret-key"))
          .instance(BrazeInstance.US_03);
  Set<BrazeOperation> operations =
      EnumSet.of(BrazeOperation.TRACK_USERS, BrazeOperation.EXPORT_USERS);
  Iterator<? extends Collection<String>> known = Collections.emptyIterator();

  /** The time that is left for reading the membership store. */
  Supplier<Duration> storeTimeLeft = () -> Duration.ZERO;

  QueryClient client() {
    return client(transport);
  }

  QueryClient client(BrazeTransport through) {
    return new QueryClient(
        new RequestFactory(config.build()),
        through,
        time,
        time::await,
        Map.of(),
        new ListenerDispatcher(new ForwarderListener() {}));
  }

  PreflightReport report(Audience... audiences) {
    return report(client(), audiences);
  }

  PreflightReport report(QueryClient client, Audience... audiences) {
    PreflightReport report =
        new Preflight(config.build(), client, operations, this::known).run(List.of(audiences));
    assertThat(report.toString()).doesNotContain("secret-key");
    return report;
  }

  private Iterator<? extends Collection<String>> known(Supplier<Duration> timeLeft) {
    storeTimeLeft = timeLeft;
    return known;
  }

  /** {@return severity, code and attribute of each finding} */
  List<String> findings(Audience... audiences) {
    return report(audiences).findings().stream().map(PreflightRun::brief).toList();
  }

  static String brief(PreflightFinding finding) {
    return finding.severity()
        + " "
        + finding.code()
        + finding.attribute().map(name -> " " + name).orElse("");
  }
}
