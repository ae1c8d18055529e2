package io.github.brazeaudience.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import okhttp3.Credentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyServerTest {
  private static final String VARIABLE = "HTTPS_PROXY";

  @ParameterizedTest
  @CsvSource({
    "proxy:3128, proxy, 3128",
    "proxy.example.com:1, proxy.example.com, 1",
    "10.0.0.1:65535, 10.0.0.1, 65535",
    "[::1]:8080, [::1], 8080"
  })
  void ofOption_hostAndPort_isAProxy(String text, String host, int port) {
    assertThat(ProxyServer.ofOption(text)).isEqualTo(new ProxyServer(host, port, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "proxy|write HOST:PORT",
        "proxy:|write HOST:PORT",
        ":3128|write HOST:PORT",
        "proxy:0|write HOST:PORT",
        "proxy:65536|write HOST:PORT",
        "proxy:٣١٢٨|write HOST:PORT",
        "pro xy:3128|write HOST:PORT",
        "::1:3128|write HOST:PORT",
        "socks5://proxy:1080|write HOST:PORT",
        "http://proxy:3128|write \"proxy:3128\"",
        "HTTPS://proxy:3128/|write \"proxy:3128\""
      })
  void ofOption_otherText_isRefusedWithWhatToWrite(String text, String message) {
    assertThatThrownBy(() -> ProxyServer.ofOption(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"u:SECRET@proxy:3128", "http://u:SECRET@proxy:3128"})
  void ofOption_credentials_areRefusedAndNotRepeated(String text) {
    assertThatThrownBy(() -> ProxyServer.ofOption(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(VARIABLE)
        .message()
        .doesNotContain("SECRET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy:3128", "http://proxy:3128", "HTTP://proxy:3128/", " proxy:3128 "})
  void ofVariable_urlOrHostAndPort_isAProxy(String text) throws UsageException {
    assertThat(ProxyServer.ofVariable(VARIABLE, text))
        .isEqualTo(new ProxyServer("proxy", 3128, null));
  }

  @ParameterizedTest
  @CsvSource({"u:p, u, p", "u, u, ''", "u:, u, ''", "u%40x:p%3A%2F+, u@x, p:/+", "u:p:q, u, p:q"})
  void ofVariable_credentials_areDecoded(String text, String user, String password)
      throws UsageException {
    ProxyServer proxy = ProxyServer.ofVariable(VARIABLE, "http://" + text + "@proxy:3128");
    assertThat(proxy.credentials())
        .isEqualTo(Credentials.basic(user, password, StandardCharsets.UTF_8));
    assertThat(proxy).hasToString("proxy:3128");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SECRET",
        "http://SECRET",
        "http://u:SECRET@proxy",
        "http://u:SECRET@proxy:0",
        "http://u:SECRET@proxy:3128/path",
        "http://u:%SECRET@proxy:3128",
        "https://u:SECRET@proxy:3128",
        "socks5://u:SECRET@proxy:1080"
      })
  void ofVariable_otherText_isRefusedAndNotRepeated(String text) {
    assertThatThrownBy(() -> ProxyServer.ofVariable(VARIABLE, text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("\"HTTPS_PROXY\"")
        .hasMessageContaining("write http://HOST:PORT")
        .message()
        .doesNotContain("SECRET");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*|rest.iad-01.braze.com|true",
        "braze.com|rest.iad-01.braze.com|true",
        ".braze.com|rest.iad-01.braze.com|true",
        "other.com, BRAZE.com|rest.iad-01.braze.com|true",
        "other.com braze.com|rest.iad-01.braze.com|true",
        "rest.iad-01.braze.com|REST.iad-01.braze.com|true",
        "aze.com|rest.iad-01.braze.com|false",
        "com.other|rest.iad-01.braze.com|false",
        "10.0.0.1|10.0.0.1|true",
        ",|rest.iad-01.braze.com|false"
      })
  void includes_hostOrItsDomain_isExcepted(String entries, String host, boolean included) {
    assertThat(NoProxy.parse(entries).includes(host)).isEqualTo(included);
  }

  @Test
  void toProxy_addressInBrackets_isWithoutThem() {
    assertThat(ProxyServer.ofOption("[::1]:3128").toProxy().address().toString())
        .contains("::1")
        .doesNotContain("[::1]:3128]");
  }
}
