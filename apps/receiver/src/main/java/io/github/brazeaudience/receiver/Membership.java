package io.github.brazeaudience.receiver;

import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipStore;

/**
 * What is remembered of users.
 *
 * @param store where; closed with this
 * @param policy how far it is believed
 */
record Membership(MembershipStore store, MembershipPolicy policy) implements AutoCloseable {
  @Override
  public void close() {
    store.close();
  }
}
