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

/**
 * The objects that snippets use without declaring them, and the values that the running snippet
 * reports. Only one snippet runs at a time.
 */
public final class SnippetContext implements AutoCloseable {
  private static volatile @Nullable SnippetContext current;

  private final FakeBraze braze = FakeBraze.start();
  private final BrazeAudienceConfig config =
      BrazeAudienceConfig.builder()
          .restApiKey(braze.restApiKey())
          .endpoints(braze.endpoints())
          .build();
  private final AudienceForwarder forwarder =
      AudienceForwarder.create(config, OkHttpBrazeTransport.create());
  private final List<Comparison> comparisons = Collections.synchronizedList(new ArrayList<>());

  /** The value of an expression and the documented value. */
  record Comparison(String actual, String expected) {}

  SnippetContext() {
    current = this;
  }

  private static SnippetContext current() {
    SnippetContext context = current;
    if (context == null) {
      throw new IllegalStateException("no snippet is running");
    }
    return context;
  }

  /** Replaces the key from the environment. */
  public static RestApiKey key() {
    return current().braze.restApiKey();
  }

  /** Replaces the endpoints of a Braze instance. */
  public static BrazeEndpoints endpoints() {
    return current().braze.endpoints();
  }

  /** The variable {@code config} of snippets. */
  public static BrazeAudienceConfig config() {
    return current().config;
  }

  /** The variable {@code forwarder} of snippets. */
  public static AudienceForwarder forwarder() {
    return current().forwarder;
  }

  /** Records the value of an expression and the value in its comment. */
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
