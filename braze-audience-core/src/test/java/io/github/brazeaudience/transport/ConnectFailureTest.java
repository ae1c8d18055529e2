package io.github.brazeaudience.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.transport.ConnectFailure.Kind;
import io.github.brazeaudience.transport.TransportException.Delivery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the description of a failed connect, which must be safe to show. */
class ConnectFailureTest {
  @ParameterizedTest
  @CsvSource({
    "proxy.local, proxy.local:3128",
    "user:secret@proxy.local, proxy.local:3128",
    "10.0.0.1, 10.0.0.1:3128",
    "::1, [::1]:3128",
    "[::1], [::1]:3128",
  })
  void proxyRefused_host_isShownWithPortAndWithoutCredentials(String host, String party) {
    ConnectFailure failure = ConnectFailure.proxyRefused(host, 3128, 407);

    assertThat(failure.kind()).isEqualTo(Kind.PROXY_REFUSED);
    assertThat(failure.party()).isEqualTo(party);
    assertThat(failure.status()).hasValue(407);
    assertThat(ConnectFailure.proxyUnreachable(host, 3128).party()).isEqualTo(party);
    assertThat(ConnectFailure.proxyUnreachable(host, 3128).status()).isEmpty();
  }

  @Test
  void untrustedCertificate_hostileSubject_isShortenedAndHasNoControlCharacters() {
    String subject = "CN=a\r\n\u001b[2Jb" + "\uD83D\uDE00".repeat(1_000);
    String party = ConnectFailure.untrustedCertificate(subject).party();

    assertThat(party).startsWith("CN=a").endsWith("…").doesNotContainPattern("\\p{Cntrl}");
    assertThat(party.length()).isLessThanOrEqualTo(ConnectFailure.MAX_PARTY_LENGTH);
    assertThat(Character.isHighSurrogate(party.charAt(party.length() - 2))).isFalse();
  }

  @Test
  void transportException_connectFailure_wasNotSent() {
    ConnectFailure failure = ConnectFailure.untrustedCertificate("CN=a");

    TransportException connect = new TransportException("no trust", failure, null);
    assertThat(connect.delivery()).isEqualTo(Delivery.NOT_SENT);
    assertThat(connect.connectFailure()).containsSame(failure);
    assertThat(new TransportException("lost", Delivery.UNKNOWN).connectFailure()).isEmpty();
  }
}
