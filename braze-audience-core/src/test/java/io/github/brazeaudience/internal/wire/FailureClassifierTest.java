package io.github.brazeaudience.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.internal.wire.AttemptResult.Failure;
import io.github.brazeaudience.internal.wire.AttemptResult.FatalFailure;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.transport.ConnectFailure;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailureClassifierTest {
  private static final int OBJECTS = 3;

  @ParameterizedTest
  @CsvSource({"407", "403", "503"})
  void classify_proxyRefusesTheTunnel_isRetriedWithProxyAndStatus(int status) {
    assertThat(read(ConnectFailure.proxyRefused("user:secret@proxy.local", 3128, status)))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
              assertThat(failure.mayHaveArrived()).isFalse();
              assertThat(failure.message())
                  .contains("proxy.local:3128", "status " + status, TrackResponses.HOST)
                  .doesNotContain("secret");
            });
  }

  @Test
  void classify_untrustedCertificate_stopsTheCallWithTheSubject() {
    assertThat(read(ConnectFailure.untrustedCertificate("CN=Corp Proxy\nCA")))
        .isInstanceOfSatisfying(
            FatalFailure.class,
            stop -> {
              assertThat(stop.reason()).isEqualTo(Reason.UNREACHABLE);
              assertThat(stop.mayHaveArrived()).isFalse();
              assertThat(stop.message())
                  .contains("CN=Corp Proxy CA", TrackResponses.HOST, "trust store");
            });
  }

  @ParameterizedTest
  @CsvSource({"NOT_SENT, UNREACHABLE, false, was not sent", "UNKNOWN, NO_ANSWER, true, may have"})
  void classify_permanentTransportFailure_stopsTheCallWithItsMessage(
      Delivery delivery, Reason reason, boolean mayHaveArrived, String words) {
    var failure = TransportException.permanent("an interceptor\nfailed", delivery, null);

    assertThat(
            FailureClassifier.classify(failure, RequestContext.track(OBJECTS), TrackResponses.HOST))
        .isInstanceOfSatisfying(
            FatalFailure.class,
            stop -> {
              assertThat(stop.reason()).isEqualTo(reason);
              assertThat(stop.mayHaveArrived()).isEqualTo(mayHaveArrived);
              assertThat(stop.message())
                  .contains("an interceptor failed", words, TrackResponses.HOST);
            });
  }

  private static AttemptResult read(ConnectFailure failure) {
    return FailureClassifier.classify(
        new TransportException("simulated", failure, null),
        RequestContext.track(OBJECTS),
        TrackResponses.HOST);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new TransportException("x", Delivery.NOT_SENT), Reason.UNREACHABLE, false),
        Arguments.of(new TransportException("x", Delivery.UNKNOWN), Reason.NO_ANSWER, true),
        Arguments.of(new java.net.ConnectException("secret"), Reason.NO_ANSWER, true));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void classify_noResponse_mayHaveArrivedUnlessNotSentWithoutTheFailureText(
      Throwable failure, Reason reason, boolean mayHaveArrived) {
    assertThat(
            FailureClassifier.classify(failure, RequestContext.track(OBJECTS), TrackResponses.HOST))
        .isInstanceOfSatisfying(
            Failure.class,
            read -> {
              assertThat(read.reason()).isEqualTo(reason);
              assertThat(read.mayHaveArrived()).isEqualTo(mayHaveArrived);
              assertThat(read.message()).contains(TrackResponses.HOST).doesNotContain("secret");
            });
  }
}
