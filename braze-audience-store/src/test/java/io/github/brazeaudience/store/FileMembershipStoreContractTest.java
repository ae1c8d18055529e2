package io.github.brazeaudience.store;

import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.testing.contract.MembershipStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** {@link MembershipStoreContract} of a {@link FileMembershipStore}. */
final class FileMembershipStoreContractTest extends MembershipStoreContract {
  @TempDir Path directory;

  @Override
  protected MembershipStore newStore() {
    return FileMembershipStore.open(directory.resolve("users.store"));
  }
}
