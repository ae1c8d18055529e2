package io.github.brazeaudience.documentation;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.config.RestApiKey;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.testing.FakeBraze;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the snippets go on from, and where they say what came out. One snippet runs at a time. */
public final class Given implements AutoCloseable {
  private static volatile @Nullable Given current;

  private final FakeBraze braze = FakeBraze.start();
  private final BrazeAudienceConfig config =
      BrazeAudienceConfig.builder()
          .restApiKey(braze.restApiKey())
          .endpoints(braze.endpoints())
          .build();
  private final AudienceForwarder forwarder =
      AudienceForwarder.create(config, OkHttpBrazeTransport.create());
  private final List<Comparison> comparisons = Collections.synchronizedList(new ArrayList<>());

  /** What an expression came to, and what the README says. */
  record Comparison(String actual, String expected) {}

  Given() {
    current = this;
  }

  private static Given current() {
    Given given = current;
    if (given == null) {
      throw new IllegalStateException("no snippet runs");
    }
    return given;
  }

  /** Stands for the key of the environment. */
  public static RestApiKey key() {
    return current().braze.restApiKey();
  }

  /** Stands for an instance of Braze. */
  public static BrazeEndpoints endpoints() {
    return current().braze.endpoints();
  }

  /** The configuration that snippets name. */
  public static BrazeAudienceConfig config() {
    return current().config;
  }

  /** The forwarder that snippets name. */
  public static AudienceForwarder forwarder() {
    return current().forwarder;
  }

  /** Takes what stands before a comment that says what it comes to. */
  public static void expect(@Nullable Object actual, String expected) {
    current().comparisons.add(new Comparison(String.valueOf(actual), expected));
  }

  FakeBraze braze() {
    return braze;
  }

  List<Comparison> comparisons() {
    return List.copyOf(comparisons);
  }

  @Override
  public void close() {
    forwarder.close();
    braze.close();
    current = null;
  }
}
