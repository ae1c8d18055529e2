package io.github.brazeaudience.micrometer;

import io.github.brazeaudience.jdbc.JdbcOutbox;
import io.github.brazeaudience.jdbc.JdbcStoreException;
import io.github.brazeaudience.jdbc.OutboxStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of a {@link JdbcOutbox}, which needs {@code braze-audience-jdbc}: the backlog, the age of
 * the oldest update, and the number of rejected updates, from {@link JdbcOutbox#recentStatus}.
 * While the database fails, the gauges are NaN.
 *
 * <p>All processes that share an outbox report the same numbers, so aggregate them with {@code
 * max}. Thread-safe.
 */
public final class OutboxMetrics implements AutoCloseable {
  private final Supplier<OutboxStatus> query;
  private final Gauges gauges;

  OutboxMetrics(MeterRegistry registry, Tags tags, Supplier<OutboxStatus> query) {
    this.query = query;
    this.gauges = new Gauges(registry, tags);
    register("backlog", "Updates in an outbox that are not final", null, OutboxStatus::backlog);
    register(
        "oldest.age",
        "Time since the oldest update was added to an outbox",
        "seconds",
        it -> it.oldestAge().orElse(Duration.ZERO).toMillis() / 1e3);
    register("rejected", "Rejected updates that an outbox keeps", null, OutboxStatus::rejected);
  }

  private void register(
      String name,
      String description,
      @Nullable String unit,
      ToDoubleFunction<OutboxStatus> value) {
    gauges.register(
        "braze.audience.outbox." + name,
        description,
        unit,
        Tags.empty(),
        this,
        it -> {
          OutboxStatus current = it.status();
          return current == null ? Double.NaN : value.applyAsDouble(current);
        });
  }

  /**
   * Creates the gauges of an outbox with the tag {@code forwarder} = {@value
   * ForwarderMetrics#DEFAULT_FORWARDER}.
   *
   * @throws IllegalStateException if the registry has the gauges of an outbox with the same tags
   */
  public static OutboxMetrics of(MeterRegistry registry, JdbcOutbox outbox) {
    return of(registry, outbox, ForwarderMetrics.DEFAULT_FORWARDER);
  }

  /**
   * Creates the gauges of an outbox.
   *
   * @param forwarder the value of the tag {@code forwarder}, usually that of the {@link
   *     ForwarderMetrics} of the forwarder that the relay uses
   * @throws IllegalArgumentException if {@code forwarder} is blank
   * @throws IllegalStateException if the registry has the gauges of an outbox with the same tags
   */
  public static OutboxMetrics of(MeterRegistry registry, JdbcOutbox outbox, String forwarder) {
    return of(registry, outbox, forwarder, Tags.empty());
  }

  /**
   * Creates the gauges of an outbox with additional tags.
   *
   * @param forwarder the value of the tag {@code forwarder}
   * @param tags added to every gauge
   * @throws IllegalArgumentException if {@code forwarder} is blank, or a tag has the key {@code
   *     forwarder}
   * @throws IllegalStateException if the registry has the gauges of an outbox with the same tags
   */
  public static OutboxMetrics of(
      MeterRegistry registry, JdbcOutbox outbox, String forwarder, Iterable<Tag> tags) {
    Objects.requireNonNull(outbox, "outbox");
    return new OutboxMetrics(
        Objects.requireNonNull(registry, "registry"),
        ForwarderMetrics.commonTags(forwarder, tags),
        outbox::recentStatus);
  }

  private @Nullable OutboxStatus status() {
    try {
      return query.get();
    } catch (JdbcStoreException | IllegalStateException e) {
      return null;
    }
  }

  /** Removes the gauges from the registry. */
  @Override
  public void close() {
    gauges.close();
  }
}
