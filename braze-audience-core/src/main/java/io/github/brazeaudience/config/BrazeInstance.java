package io.github.brazeaudience.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Braze cluster of a workspace: mParticle's setting "Braze Instance".
 *
 * <p>The host names follow no rule, so this is a copy of Braze's table. Make sure that your
 * contract with Braze allows an EU cluster before you select one.
 *
 * @see <a href="https://www.braze.com/docs/api/basics">Braze: API basics, endpoints</a>
 */
public enum BrazeInstance {
  /** The cluster US-01. */
  US_01("dashboard-01.braze.com", "rest.iad-01.braze.com", "sdk.iad-01.braze.com"),
  /** The cluster US-02. */
  US_02("dashboard-02.braze.com", "rest.iad-02.braze.com", "sdk.iad-02.braze.com"),
  /** The cluster US-03, the default. */
  US_03("dashboard-03.braze.com", "rest.iad-03.braze.com", "sdk.iad-03.braze.com"),
  /** The cluster US-04. */
  US_04("dashboard-04.braze.com", "rest.iad-04.braze.com", "sdk.iad-04.braze.com"),
  /** The cluster US-05. */
  US_05("dashboard-05.braze.com", "rest.iad-05.braze.com", "sdk.iad-05.braze.com"),
  /** The cluster US-06. */
  US_06("dashboard-06.braze.com", "rest.iad-06.braze.com", "sdk.iad-06.braze.com"),
  /** The cluster US-07. */
  US_07("dashboard-07.braze.com", "rest.iad-07.braze.com", "sdk.iad-07.braze.com"),
  /** The cluster US-08. */
  US_08("dashboard-08.braze.com", "rest.iad-08.braze.com", "sdk.iad-08.braze.com"),
  /** The cluster US-10. */
  US_10("dashboard.us-10.braze.com", "rest.us-10.braze.com", "sdk.us-10.braze.com"),
  /** The cluster EU-01. */
  EU_01("dashboard-01.braze.eu", "rest.fra-01.braze.eu", "sdk.fra-01.braze.eu"),
  /** The cluster EU-02. */
  EU_02("dashboard-02.braze.eu", "rest.fra-02.braze.eu", "sdk.fra-02.braze.eu"),
  /** The cluster AU-01. */
  AU_01("dashboard.au-01.braze.com", "rest.au-01.braze.com", "sdk.au-01.braze.com"),
  /** The cluster ID-01. */
  ID_01("dashboard.id-01.braze.com", "rest.id-01.braze.com", "sdk.id-01.braze.com"),
  /** The cluster JP-01. */
  JP_01("dashboard.jp-01.braze.com", "rest.jp-01.braze.com", "sdk.jp-01.braze.com"),
  /** The cluster KR-01. */
  KR_01("dashboard.kr-01.braze.com", "rest.kr-01.braze.com", "sdk.kr-01.braze.com"),
  /** An instance with custom {@link BrazeEndpoints}. */
  CUSTOM(null, null, null);

  private static final Spellings<BrazeInstance> SPELLINGS =
      Spellings.of(values(), instance -> List.of(instance.label()));

  private final @Nullable String dashboard;
  private final @Nullable BrazeEndpoints endpoints;

  BrazeInstance(@Nullable String dashboard, @Nullable String rest, @Nullable String sdk) {
    this.dashboard = dashboard;
    this.endpoints = rest == null || sdk == null ? null : BrazeEndpoints.ofRest(rest).withSdk(sdk);
  }

  /** {@return the name on mParticle's page, such as {@code "US 03 Cluster"}} */
  public String label() {
    return this == CUSTOM ? "Custom" : name().replace('_', ' ') + " Cluster";
  }

  /**
   * {@return the URL of the dashboard, such as {@code "https://dashboard-03.braze.com"}; empty for
   * {@link #CUSTOM}}
   */
  public Optional<String> dashboardUrl() {
    return Optional.ofNullable(dashboard).map(host -> "https://" + host);
  }

  /** {@return the endpoints of the cluster, empty for {@link #CUSTOM}} */
  public Optional<BrazeEndpoints> endpoints() {
    return Optional.ofNullable(endpoints);
  }

  /**
   * Parses the name of a constant, its label or Braze's spelling, ignoring case: {@code US_03},
   * {@code "US 03 Cluster"}, {@code "us-03"}.
   *
   * @throws IllegalArgumentException if the text names no instance
   */
  public static BrazeInstance parse(String text) {
    return SPELLINGS.parse("instance", text);
  }

  /**
   * Returns the instance with a dashboard. The URL may have a path and a query and may omit {@code
   * https://}.
   *
   * @param url the URL in the browser's address bar
   * @return the instance, empty if Braze's table has no such dashboard
   */
  public static Optional<BrazeInstance> fromDashboardUrl(String url) {
    String host =
        url.strip()
            .toLowerCase(Locale.ROOT)
            .replaceFirst("^https?://", "")
            .replaceFirst("[/?#:].*$", "");
    for (BrazeInstance instance : values()) {
      if (host.equals(instance.dashboard)) {
        return Optional.of(instance);
      }
    }
    return Optional.empty();
  }
}
