package io.github.brazeaudience.spring;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code outbox.*}.
 *
 * @param enabled Whether to create an outbox in the application's database. Needs the module
 *     braze-audience-jdbc and a DataSource.
 * @param table Table of the updates, optionally after its schema and a dot. The names of the other
 *     tables start with it.
 * @param createSchema Whether to create the tables at the start if they are missing.
 * @param messageRetention Time for which the id of a message is recognized.
 * @param relay Relay, which forwards the updates of the outbox.
 */
record OutboxProperties(
    @DefaultValue("false") boolean enabled,
    @DefaultValue("braze_audience_outbox") String table,
    @DefaultValue("true") boolean createSchema,
    @DefaultValue("7d") Duration messageRetention,
    @DefaultValue Relay relay) {
  /**
   * The properties {@code outbox.relay.*}.
   *
   * @param enabled Whether this application forwards the updates; another one can do so instead.
   * @param pollInterval Time between two queries for new updates, at most 1 h.
   * @param maxUpdates Maximum number of updates in memory.
   * @param closeTimeout Time that the shutdown waits for updates in flight before it cancels them,
   *     at most 1 h. Shorter than 'spring.lifecycle.timeout-per-shutdown-phase'.
   * @param redelivery Wait before updates are forwarded again that were not sent or not confirmed.
   */
  record Relay(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("1s") Duration pollInterval,
      @DefaultValue("2400") int maxUpdates,
      @DefaultValue("20s") Duration closeTimeout,
      @DefaultValue Redelivery redelivery) {}

  /**
   * The properties {@code outbox.relay.redelivery.*}.
   *
   * @param initialBackoff Bound of the first wait.
   * @param maxBackoff Largest bound of a wait.
   */
  record Redelivery(
      @DefaultValue("1s") Duration initialBackoff, @DefaultValue("1m") Duration maxBackoff) {}
}
