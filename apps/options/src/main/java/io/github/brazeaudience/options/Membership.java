package io.github.brazeaudience.options;

import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipStore;

/**
 * Membership store of a program, and the policy it is used with.
 *
 * @param store closed with this record
 */
public record Membership(MembershipStore store, MembershipPolicy policy) implements AutoCloseable {
  @Override
  public void close() {
    store.close();
  }
}
