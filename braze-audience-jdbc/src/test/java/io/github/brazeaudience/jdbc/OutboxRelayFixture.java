package io.github.brazeaudience.jdbc;

import static io.github.brazeaudience.jdbc.OutboxFixture.forwarderTo;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.outcome.UserOutcome;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.provider.Arguments;

/** Forwarders of two relays, and the events of the first one. */
abstract class OutboxRelayFixture {
  static final Duration HOUR = Duration.ofHours(1);
  final StubBraze braze = new StubBraze();
  final AudienceForwarder forwarder = forwarderTo(braze);
  final StubBraze otherBraze = new StubBraze();
  final AudienceForwarder otherForwarder = forwarderTo(otherBraze);
  final Events events = new Events();

  /** Events of a relay. */
  static final class Events implements OutboxListener {
    final Queue<String> failures = new ConcurrentLinkedQueue<>();
    final Queue<UserOutcome> outcomes = new ConcurrentLinkedQueue<>();

    @Override
    public void outcome(UserOutcome outcome) {
      outcomes.add(outcome);
    }

    @Override
    public void failed(RelayFailure failure) {
      failures.add(
          "failed " + failure.kind() + failure.reason().map(reason -> " " + reason).orElse(""));
    }

    @Override
    public void recovered(RelayFailure failure) {
      failures.add("recovered " + failure.kind());
    }
  }

  static Stream<Arguments> databases() {
    return OutboxFixture.databases();
  }

  @AfterEach
  void close() {
    forwarder.close();
    otherForwarder.close();
  }

  OutboxRelayBuilder relayOf(JdbcOutbox outbox) {
    return OutboxFixture.relayOf(outbox, forwarder).listener(events);
  }
}
