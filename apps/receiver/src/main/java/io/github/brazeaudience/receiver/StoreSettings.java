package io.github.brazeaudience.receiver;

import io.github.brazeaudience.membership.UnknownUsers;
import java.nio.file.Path;
import java.util.Map;

/** Location of the membership store. */
sealed interface StoreSettings {
  /** There is no membership store. */
  record None() implements StoreSettings {
    @Override
    public Map<String, Object> properties() {
      return Map.of();
    }
  }

  /** The store is a file that one process uses. */
  record InFile(Path file, UnknownUsers unknownUsers) implements StoreSettings {
    @Override
    public Map<String, Object> properties() {
      return Map.of("type", "file", "path", file.toString(), "unknown-users", unknownUsers.name());
    }
  }

  /** The store is in the database of the outbox. */
  record InDatabase(UnknownUsers unknownUsers) implements StoreSettings {
    @Override
    public Map<String, Object> properties() {
      return Map.of("type", "jdbc", "unknown-users", unknownUsers.name());
    }
  }

  /** {@return the properties {@code braze.audience.store.*} of this store} */
  Map<String, Object> properties();

  /** {@return true if there is a store} */
  default boolean isPresent() {
    return !(this instanceof None);
  }
}
