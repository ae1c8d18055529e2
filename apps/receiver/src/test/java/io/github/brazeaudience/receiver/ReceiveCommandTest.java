package io.github.brazeaudience.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceiveCommandTest {
  @ParameterizedTest
  @CsvSource({"127.0.0.1,127.0.0.1", "::1,[0:0:0:0:0:0:0:1]"})
  void url_anyAddress_isValid(String address, String host) throws UnknownHostException {
    URI url =
        URI.create(ReceiveCommand.url(new InetSocketAddress(InetAddress.getByName(address), 8080)));

    assertThat(url.getHost()).isEqualTo(host);
    assertThat(url.getPort()).isEqualTo(8080);
  }
}
