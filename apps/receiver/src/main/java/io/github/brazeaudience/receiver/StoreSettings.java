package io.github.brazeaudience.receiver;

import io.github.brazeaudience.membership.MembershipPolicy;
import java.nio.file.Path;

/** Where the membership store is. */
sealed interface StoreSettings {
  /** There is no membership store. */
  record None() implements StoreSettings {}

  /** The store is a file that one process uses. */
  record InFile(Path file, MembershipPolicy policy) implements StoreSettings {}

  /** The store is in the database of the outbox. */
  record InDatabase(MembershipPolicy policy) implements StoreSettings {}

  /** {@return true if there is a store} */
  default boolean isPresent() {
    return !(this instanceof None);
  }
}
