package io.github.brazeaudience.testing;

import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.testing.contract.MembershipStoreContract;

/** Runs the contract with the in-memory store. */
final class InMemoryMembershipStoreTest extends MembershipStoreContract {
  @Override
  protected MembershipStore newStore() {
    return InMemoryMembershipStore.create();
  }
}
