package io.github.brazeaudience.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.config.DeviceAlias;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.policy.RateLimiter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class OptionValuesTest {
  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "30s,PT30S", "5m,PT5M", "1h,PT1H", "8760h,PT8760H"})
  void durations_withAUnit_areRead(String text, Duration wanted) {
    assertThat(Durations.parse(text)).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "s", "-5s", "0s", "5 s", "1d", "5S", "1.5h", "8761h", "9999999999999h"})
  void durations_ofAnotherForm_areRefused(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as 500ms");
  }

  @ParameterizedTest
  @CsvSource({"0s,PT0S", "0ms,PT0S", "500ms,PT0.5S", "1s,PT1S", "1h,PT1H"})
  void linger_withAUnit_isRead(String text, Duration wanted) {
    assertThat(Durations.parseLinger(text)).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "1", "-1s", "61m", "2h", "999999999999h"})
  void linger_ofAnotherForm_isRefused(String text) {
    assertThatThrownBy(() -> Durations.parseLinger(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("up to 1h");
  }

  @ParameterizedTest
  @CsvSource({
    "3000/3s,RateLimiter[3000 in PT3S]",
    "1/500ms,RateLimiter[1 in PT0.5S]",
    "off,RateLimiter[off]",
    "OFF,RateLimiter[off]"
  })
  void rate_requestsInATime_isRead(String text, String wanted) {
    assertThat(Rate.parse(text)).hasToString(wanted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "3000",
        "0/3s",
        "3000/3",
        "-1/3s",
        "x/3s",
        "3000/0s",
        "1000001/3s",
        "9999999999/1s",
        "on"
      })
  void rate_ofAnotherForm_isRefused(String text) {
    assertThatThrownBy(() -> Rate.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rate_ofTheContract_isTheDefault() {
    assertThat(Rate.parse("3000/3s")).hasToString(RateLimiter.create().toString());
  }

  @ParameterizedTest
  @CsvSource({"20%,0.2", "0%,0", "7%,0.07", "12.5%,0.125", "99%,0.99"})
  void share_percentage_isRead(String text, double wanted) {
    assertThat(Share.parse(text).value()).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "20", "%", "100%", "-1%", "0.2", "20 %", ".5%", "1e1%", "twenty%"})
  void share_ofAnotherForm_isRefused(String text) {
    assertThatThrownBy(() -> Share.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as 20%");
  }

  @ParameterizedTest
  @CsvSource({
    "'',RateLimiter[3000 in PT3S]",
    "--rate 5/1s,RateLimiter[5 in PT1S]",
    "--reserve 20%,'RateLimiter[3000 in PT3S, reserve 0.2]'",
    "--reserve 20% --rate off,'RateLimiter[off, reserve 0.2]'"
  })
  void rateOptions_rateAndReserve_makeTheLimiter(String arguments, String wanted) {
    RateOptions options = new RateOptions();
    CommandLines.configure(new CommandLine(options))
        .parseArgs(arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(options.limiter()).hasToString(wanted);
  }

  @Test
  void deviceMatch_listOrNone_isRead() {
    assertThat(DeviceMatch.parse("android_id, IDFA").aliases())
        .containsExactly(
            DeviceAlias.of(DeviceIdentityType.ANDROID_ID), DeviceAlias.of(DeviceIdentityType.IDFA));
    assertThat(DeviceMatch.parse("none").aliases()).isEmpty();
    assertThatThrownBy(() -> DeviceMatch.parse("idfa,")).hasMessageContaining("or none");
    assertThatThrownBy(() -> DeviceMatch.parse("")).hasMessageContaining("or none");
  }

  @ParameterizedTest
  @CsvSource({"lookup,true,0", "' LookUp , idfa',true,1", "idfa,false,1", "none,false,0"})
  void deviceMatch_lookup_isReadAsTheFirstPart(String text, boolean lookup, int aliases) {
    assertThat(DeviceMatch.parse(text).lookup()).isEqualTo(lookup);
    assertThat(DeviceMatch.parse(text).aliases()).hasSize(aliases);
  }

  @ParameterizedTest
  @ValueSource(strings = {"idfa,lookup", "lookup,lookup", "lookup,none", "lookup,"})
  void deviceMatch_lookupInAnotherPlace_isRefused(String text) {
    assertThatThrownBy(() -> DeviceMatch.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "rest.iad-03.braze.com,https://rest.iad-03.braze.com/",
    "Rest.Example.com:8443,https://rest.example.com:8443/",
    "http://127.0.0.1:8080,http://127.0.0.1:8080/",
    "HTTP://localhost:8080,http://localhost:8080/",
    "http://[::1]:8080,http://[::1]:8080/"
  })
  void endpoint_authority_isRead(String text, String wanted) throws UsageException {
    BrazeEndpoints endpoints = Endpoint.parse(text);
    assertThat(endpoints.restUri("/")).hasToString(wanted);
  }

  @ParameterizedTest
  @CsvSource({
    "https://rest.iad-03.braze.com,rest.iad-03.braze.com",
    "https://rest.iad-03.braze.com/,rest.iad-03.braze.com",
    "rest.iad-03.braze.com/,rest.iad-03.braze.com",
    "rest.iad-03.braze.com/users/track,rest.iad-03.braze.com",
    "ftp://rest.iad-03.braze.com,rest.iad-03.braze.com",
    "user@rest.iad-03.braze.com,rest.iad-03.braze.com",
    "rest.iad-03.braze.com?x=1,rest.iad-03.braze.com",
    "rest.iad-03.braze.com:0,rest.iad-03.braze.com",
    "'',rest.iad-03.braze.com",
    "http://,rest.iad-03.braze.com",
    "http://example.com,example.com",
    "http://127.0.0.1:8080/,http://127.0.0.1:8080",
    "http://localhost:8080/users/track,http://localhost:8080",
    "http://10.0.0.1:8080,10.0.0.1:8080"
  })
  void endpoint_ofAnotherForm_isRefusedWithWhatToWrite(String text, String instead) {
    assertThatThrownBy(() -> Endpoint.parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--rest-endpoint")
        .hasMessageContaining("write \"" + instead + "\"");
  }
}
