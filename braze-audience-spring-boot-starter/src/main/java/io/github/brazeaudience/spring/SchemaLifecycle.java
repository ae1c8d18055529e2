package io.github.brazeaudience.spring;

import io.github.brazeaudience.jdbc.JdbcMembershipStore;
import io.github.brazeaudience.jdbc.JdbcOutbox;
import io.github.brazeaudience.membership.MembershipStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/**
 * Creates missing tables when the application starts: after all beans are created, so that Flyway
 * or Liquibase have run, and before anything is delivered.
 */
final class SchemaLifecycle implements SmartLifecycle {
  private final BrazeAudienceProperties properties;
  private final ObjectProvider<MembershipStore> stores;
  private final ObjectProvider<JdbcOutbox> outboxes;
  private volatile boolean running;

  SchemaLifecycle(
      BrazeAudienceProperties properties,
      ObjectProvider<MembershipStore> stores,
      ObjectProvider<JdbcOutbox> outboxes) {
    this.properties = properties;
    this.stores = stores;
    this.outboxes = outboxes;
  }

  @Override
  public void start() {
    running = true;
    StoreProperties store = properties.store();
    if (store.type() == StoreProperties.Type.JDBC && store.createSchema()) {
      stores.stream()
          .filter(JdbcMembershipStore.class::isInstance)
          .map(JdbcMembershipStore.class::cast)
          .forEach(JdbcMembershipStore::createSchema);
    }
    if (properties.outbox().enabled() && properties.outbox().createSchema()) {
      outboxes.stream().forEach(JdbcOutbox::createSchema);
    }
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Phases.SCHEMA;
  }
}
