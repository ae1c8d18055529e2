package io.github.brazeaudience.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the instances with Braze's table of clusters. */
class BrazeInstanceTest {
  @ParameterizedTest
  @CsvSource({
    "US_01, US 01 Cluster, US-01, https://dashboard-01.braze.com,    rest.iad-01.braze.com, sdk.iad-01.braze.com",
    "US_02, US 02 Cluster, US-02, https://dashboard-02.braze.com,    rest.iad-02.braze.com, sdk.iad-02.braze.com",
    "US_03, US 03 Cluster, US-03, https://dashboard-03.braze.com,    rest.iad-03.braze.com, sdk.iad-03.braze.com",
    "US_04, US 04 Cluster, US-04, https://dashboard-04.braze.com,    rest.iad-04.braze.com, sdk.iad-04.braze.com",
    "US_05, US 05 Cluster, US-05, https://dashboard-05.braze.com,    rest.iad-05.braze.com, sdk.iad-05.braze.com",
    "US_06, US 06 Cluster, US-06, https://dashboard-06.braze.com,    rest.iad-06.braze.com, sdk.iad-06.braze.com",
    "US_07, US 07 Cluster, US-07, https://dashboard-07.braze.com,    rest.iad-07.braze.com, sdk.iad-07.braze.com",
    "US_08, US 08 Cluster, US-08, https://dashboard-08.braze.com,    rest.iad-08.braze.com, sdk.iad-08.braze.com",
    "US_10, US 10 Cluster, US-10, https://dashboard.us-10.braze.com, rest.us-10.braze.com,  sdk.us-10.braze.com",
    "EU_01, EU 01 Cluster, EU-01, https://dashboard-01.braze.eu,     rest.fra-01.braze.eu,  sdk.fra-01.braze.eu",
    "EU_02, EU 02 Cluster, EU-02, https://dashboard-02.braze.eu,     rest.fra-02.braze.eu,  sdk.fra-02.braze.eu",
    "AU_01, AU 01 Cluster, AU-01, https://dashboard.au-01.braze.com, rest.au-01.braze.com,  sdk.au-01.braze.com",
    "ID_01, ID 01 Cluster, ID-01, https://dashboard.id-01.braze.com, rest.id-01.braze.com,  sdk.id-01.braze.com",
    "JP_01, JP 01 Cluster, JP-01, https://dashboard.jp-01.braze.com, rest.jp-01.braze.com,  sdk.jp-01.braze.com",
    "KR_01, KR 01 Cluster, KR-01, https://dashboard.kr-01.braze.com, rest.kr-01.braze.com,  sdk.kr-01.braze.com"
  })
  void table_eachCluster_matchesBrazesDocumentation(
      BrazeInstance instance,
      String label,
      String braze,
      String dashboard,
      String rest,
      String sdk) {
    BrazeEndpoints endpoints = instance.endpoints().orElseThrow();

    assertThat(instance.label()).isEqualTo(label);
    assertThat(instance.dashboardUrl()).contains(dashboard);
    assertThat(endpoints.rest()).isEqualTo(rest);
    assertThat(endpoints.sdk()).contains(sdk);
    assertThat(endpoints.javaScript()).isEmpty();
    assertThat(endpoints.cleartext()).isFalse();
    assertThat(endpoints.restUri("/users/track"))
        .isEqualTo(URI.create("https://" + rest + "/users/track"));
    for (String spelling : new String[] {instance.name(), label, braze}) {
      assertThat(BrazeInstance.parse(spelling)).isEqualTo(instance);
      assertThat(BrazeInstance.parse(spelling.toLowerCase(java.util.Locale.ROOT)))
          .isEqualTo(instance);
      assertThat(BrazeInstance.parse(spelling.toUpperCase(java.util.Locale.ROOT)))
          .isEqualTo(instance);
    }
    assertThat(BrazeInstance.fromDashboardUrl(dashboard)).contains(instance);
    assertThat(BrazeInstance.fromDashboardUrl(dashboard + "/")).contains(instance);
    assertThat(BrazeInstance.fromDashboardUrl(dashboard + "/engagement/segments?locale=en#top"))
        .contains(instance);
    assertThat(
            BrazeInstance.fromDashboardUrl(
                " " + dashboard.substring(8).toUpperCase(java.util.Locale.ROOT)))
        .contains(instance);
  }

  @Test
  void values_areFifteenClustersAndCustom() {
    assertThat(BrazeInstance.values()).hasSize(16).contains(BrazeInstance.CUSTOM);
  }

  @Test
  void custom_hasNoHosts() {
    assertThat(BrazeInstance.CUSTOM.label()).isEqualTo("Custom");
    assertThat(BrazeInstance.CUSTOM.endpoints()).isEmpty();
    assertThat(BrazeInstance.CUSTOM.dashboardUrl()).isEmpty();
    assertThat(BrazeInstance.parse("custom")).isEqualTo(BrazeInstance.CUSTOM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://dashboard-09.braze.com",
        "https://dashboard-10.braze.com",
        "https://dashboard-03.braze.eu",
        "https://rest.iad-03.braze.com",
        "https://dashboard-03.braze.com.example.com",
        "https://example.com/dashboard-03.braze.com"
      })
  void fromDashboardUrl_otherUrl_isEmpty(String url) {
    assertThat(BrazeInstance.fromDashboardUrl(url)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "US 09 Cluster", "US-3", "EU_03", "rest.iad-03.braze.com"})
  void parse_unknown_throwsWithTheChoices(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BrazeInstance.parse(text))
        .withMessageContainingAll("`instance`", "\"" + text + "\"", "US_03", "KR_01", "CUSTOM");
  }
}
