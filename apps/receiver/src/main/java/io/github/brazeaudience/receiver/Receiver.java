package io.github.brazeaudience.receiver;

import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.mparticle.FirehoseResponder;
import io.github.brazeaudience.options.Membership;
import io.github.brazeaudience.receiver.forward.Forwarding;
import io.github.brazeaudience.receiver.forward.RenameRule;
import io.github.brazeaudience.receiver.forward.Suspension;
import io.github.brazeaudience.receiver.http.Deliveries;
import io.github.brazeaudience.receiver.http.MessageServer;
import io.github.brazeaudience.receiver.journal.Journal;
import io.github.brazeaudience.receiver.journal.JournalListener;
import io.github.brazeaudience.receiver.log.LogText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Receiver: a server, a journal, and the forwarding of the journal. */
final class Receiver implements AutoCloseable {
  /** Time that close waits for responses of Braze. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Journal journal;
  private final Forwarding forwarding;
  private final MessageServer server;
  private final @Nullable Membership membership;

  private Receiver(
      Journal journal,
      Forwarding forwarding,
      MessageServer server,
      @Nullable Membership membership) {
    this.journal = journal;
    this.forwarding = forwarding;
    this.server = server;
    this.membership = membership;
  }

  /**
   * Opens the journal, starts to forward it, and listens.
   *
   * @param membership the membership store, or null; closed with the receiver
   * @param forwarder for the configuration; its listener and membership store are set here
   * @param notices called with each line of the log
   * @param failures called with a failure that stops the receiver
   * @throws IOException if the journal cannot be opened, or the address cannot be used
   */
  static Receiver start(
      ReceiverSettings settings,
      BrazeAudienceConfig config,
      @Nullable Membership membership,
      AudienceForwarderBuilder forwarder,
      Consumer<String> notices,
      Consumer<Throwable> failures)
      throws IOException {
    Consumer<String> lines = notice -> notices.accept(LogText.line(notice));
    try {
      if (membership != null) {
        forwarder.membership(membership.store(), membership.policy());
      }
      return started(settings, config, membership, forwarder, lines, failures);
    } catch (Throwable e) {
      if (membership != null) {
        membership.close();
      }
      throw e;
    }
  }

  private static Receiver started(
      ReceiverSettings settings,
      BrazeAudienceConfig config,
      @Nullable Membership membership,
      AudienceForwarderBuilder forwarder,
      Consumer<String> notices,
      Consumer<Throwable> failures)
      throws IOException {
    RenameRule renameRule = RenameRule.of(config, membership != null);
    Suspension suspension = new Suspension();
    Deliveries deliveries = new Deliveries();
    Journal journal =
        Journal.open(
            settings.journal(), settings.limits(), listener(deliveries, notices, failures));
    Forwarding forwarding = null;
    try {
      if (journal.unfinishedAtStart() > 0) {
        notices.accept(
            "messages of the journal that are forwarded first: " + journal.unfinishedAtStart());
      }
      forwarding =
          Forwarding.start(
              journal,
              config,
              forwarder.listener(suspension).build(),
              renameRule,
              settings.linger(),
              settings.backoff(),
              notices,
              failures);
      MessageServer server =
          MessageServer.start(
              settings.address(),
              journal,
              deliveries,
              renameRule,
              FirehoseResponder.of(settings.registration()),
              suspension::active,
              forwarding::keptBecause,
              settings.secret(),
              notices);
      return new Receiver(journal, forwarding, server, membership);
    } catch (Throwable e) {
      if (forwarding != null) {
        forwarding.close(PATIENCE);
      }
      journal.close();
      throw e;
    }
  }

  private static JournalListener listener(
      Deliveries deliveries, Consumer<String> notices, Consumer<Throwable> failures) {
    return new JournalListener() {
      @Override
      public void found(byte[] message) {
        deliveries.found(message);
      }

      @Override
      public void notice(String text) {
        notices.accept(text);
      }

      @Override
      public void failed(Throwable failure) {
        failures.accept(failure);
      }
    };
  }

  /** The address it listens on. */
  InetSocketAddress address() {
    return server.address();
  }

  /**
   * Responds to received requests, waits a little for Braze, and leaves the rest in the journal.
   */
  @Override
  public void close() throws IOException {
    server.close();
    forwarding.close(PATIENCE);
    try {
      journal.close();
    } finally {
      if (membership != null) {
        membership.close();
      }
    }
  }
}
