package io.github.brazeaudience.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the parsing of authorities and the messages about invalid ones. */
class BrazeEndpointsTest {
  private static final String EXAMPLE = "rest.iad-03.braze.com";

  @ParameterizedTest
  @CsvSource({
    "rest.iad-03.braze.com, rest.iad-03.braze.com",
    "REST.IAD-03.Braze.COM, rest.iad-03.braze.com",
    "rest.iad-03.braze.com:443, rest.iad-03.braze.com:443",
    "braze:1, braze:1",
    "braze:65535, braze:65535",
    "10.0.0.1, 10.0.0.1",
    "10.0.0.1:8443, 10.0.0.1:8443",
    "[::1]:8443, [::1]:8443",
    "[2001:db8::1], [2001:db8::1]",
    "[::ffff:10.0.0.1]:8443, [::ffff:10.0.0.1]:8443"
  })
  void of_authority_isConvertedToLowerCase(String text, String expected) {
    assertThat(BrazeEndpoints.ofRest(text).rest()).isEqualTo(expected);
    assertThat(BrazeEndpoints.ofRest(EXAMPLE).withSdk(text).sdk()).contains(expected);
    assertThat(BrazeEndpoints.ofRest(EXAMPLE).withJavaScript(text).javaScript()).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "https://rest.iad-01.braze.com, rest.iad-01.braze.com",
    "HTTPS://Rest.iad-01.braze.com, rest.iad-01.braze.com",
    "http://rest.iad-01.braze.com, rest.iad-01.braze.com",
    "https://rest.iad-01.braze.com/, rest.iad-01.braze.com",
    "https://rest.iad-01.braze.com:8443/users/track, rest.iad-01.braze.com:8443",
    "https://, rest.iad-03.braze.com",
    "https:/rest.iad-01.braze.com, rest.iad-01.braze.com",
    "HTTPS:rest.iad-01.braze.com/users, rest.iad-01.braze.com",
    "https:, rest.iad-03.braze.com"
  })
  void of_scheme_throws(String text, String instead) {
    assertRefused(text, "has a scheme, but only the authority is wanted", instead);
  }

  @ParameterizedTest
  @CsvSource({
    "rest.iad-01.braze.com/, rest.iad-01.braze.com",
    "rest.iad-01.braze.com:443/, rest.iad-01.braze.com:443",
    "/, rest.iad-03.braze.com"
  })
  void of_trailingSlash_throws(String text, String instead) {
    assertRefused(text, "has a trailing /", instead);
  }

  @ParameterizedTest
  @CsvSource({
    "rest.iad-01.braze.com/users/track, rest.iad-01.braze.com",
    "rest.iad-01.braze.com/users/, rest.iad-01.braze.com",
    "rest.iad-01.braze.com\\users, rest.iad-01.braze.com",
    "//rest.iad-01.braze.com, rest.iad-03.braze.com"
  })
  void of_path_throws(String text, String instead) {
    assertRefused(text, "has a path", instead);
  }

  @ParameterizedTest
  @CsvSource({
    "user@rest.iad-01.braze.com, rest.iad-01.braze.com",
    "user:secret@rest.iad-01.braze.com:443, rest.iad-01.braze.com:443",
    "@rest.iad-01.braze.com, rest.iad-01.braze.com"
  })
  void of_userInfo_throwsWithoutTheUserInfo(String text, String instead) {
    assertRefused(text, "has user info in it", instead);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BrazeEndpoints.ofRest(text))
        .withMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "rest.iad-01.braze.com?key=secret, rest.iad-01.braze.com",
    "rest.iad-01.braze.com?, rest.iad-01.braze.com",
    "rest.iad-01.braze.com#top, rest.iad-01.braze.com"
  })
  void of_queryOrFragment_throws(String text, String instead) {
    assertRefused(text, "has a query or a fragment", instead);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " rest.iad-01.braze.com",
        "rest.iad-01.braze.com ",
        "rest. iad-01.braze.com",
        "rest.iad-01.braze.com\n",
        "rest.iad-01\t.braze.com",
        "\u00a0rest.iad-01.braze.com",
        "rest.iad-01.braze.com\u0000",
        "\u2003rest.iad-01.braze.com\r\n"
      })
  void of_whiteSpace_throws(String text) {
    assertRefused(text, "has white space in it", "rest.iad-01.braze.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void of_blank_throws(String text) {
    assertRefused(text, "is blank", EXAMPLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rest.iad-01.braze.com:",
        "rest.iad-01.braze.com:0",
        "rest.iad-01.braze.com:65536",
        "rest.iad-01.braze.com:99999999999",
        "rest.iad-01.braze.com:-1",
        "rest.iad-01.braze.com:+443",
        "rest.iad-01.braze.com:https",
        "rest.iad-01.braze.com:443:443",
        "rest.iad-01.braze.com:443x",
        "rest.iad-01.braze.com:\u0664\u0664\u0663"
      })
  void of_badPort_throws(String text) {
    assertRefused(
        text, "has a bad port, which must be a number from 1 to 65535", "rest.iad-01.braze.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rest..braze.com",
        ".braze.com",
        "braze.com.",
        "-rest.braze.com",
        "rest-.braze.com",
        "rest_iad.braze.com",
        "rest,braze.com",
        "br\u00e4ze.com",
        "256.1.1.1",
        "1.2.3",
        "[::1",
        "[rest]",
        "[:::]",
        "[1:2]",
        "[1:2:3:4:5:6:7:8:9]",
        "[::1.2.3.4:5]",
        "%72est.braze.com",
        "${HOST}"
      })
  void of_noHostName_throws(String text) {
    assertRefused(text, "is not a host name", EXAMPLE);
  }

  @Test
  void of_hostNameOfMoreThan253Characters_throws() {
    String fits = "a.".repeat(126) + "b";

    assertThat(BrazeEndpoints.ofRest(fits).rest()).hasSize(253);
    assertRefused("a" + fits, "is not a host name", EXAMPLE);
    assertRefused("a".repeat(64) + ".com", "is not a host name", EXAMPLE);
  }

  private static void assertRefused(String text, String problem, String instead) {
    String end = "; write \"" + instead + "\"";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BrazeEndpoints.ofRest(text))
        .withMessageStartingWith("`rest` " + problem)
        .withMessageEndingWith(end);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BrazeEndpoints.ofRest(EXAMPLE).withSdk(text))
        .withMessageStartingWith("`sdk` " + problem)
        .withMessageEndingWith(end);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BrazeEndpoints.ofRest(EXAMPLE).withJavaScript(text))
        .withMessageStartingWith("`javaScript` " + problem)
        .withMessageEndingWith(end);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:8080", "127.1.2.3:1", "localhost:8080", "LOCALHOST:8080", "[::1]:8080"})
  void ofCleartextLoopback_thisMachine_isHttp(String text) {
    BrazeEndpoints endpoints = BrazeEndpoints.ofCleartextLoopback(text);

    assertThat(endpoints.cleartext()).isTrue();
    assertThat(endpoints.restUri("/users/track"))
        .hasToString("http://" + text.toLowerCase(java.util.Locale.ROOT) + "/users/track");
    assertThat(endpoints.withSdk("sdk.example.com").withJavaScript("js.example.com").cleartext())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rest.iad-03.braze.com",
        "127.0.0.1.example.com",
        "localhost.example.com",
        "10.0.0.1:8080",
        "0.0.0.0:8080",
        "[::2]:8080",
        "128.0.0.1"
      })
  void ofCleartextLoopback_otherHost_throws(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BrazeEndpoints.ofCleartextLoopback(text))
        .withMessageContainingAll("`rest`", "loopback", text, "use TLS");
  }

  @Test
  void ofCleartextLoopback_scheme_throws() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BrazeEndpoints.ofCleartextLoopback("http://127.0.0.1:80"))
        .withMessageContaining("has a scheme");
  }

  @Test
  void ofRest_loopback_usesTls() {
    assertThat(BrazeEndpoints.ofRest("localhost:8443").restUri("/users/track"))
        .hasToString("https://localhost:8443/users/track");
  }
}
