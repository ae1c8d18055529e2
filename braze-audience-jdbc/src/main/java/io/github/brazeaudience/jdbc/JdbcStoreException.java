package io.github.brazeaudience.jdbc;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Failure of the database of a {@link JdbcMembershipStore} or a {@link JdbcOutbox}. Neither the
 * message nor a cause contains the database's own message if that can quote a user's external id.
 */
public final class JdbcStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The SQLSTATE, null if the driver reported none. */
  private final @Nullable String sqlState;

  JdbcStoreException(String message, @Nullable String sqlState, @Nullable Throwable cause) {
    super(message, cause);
    this.sqlState = sqlState;
  }

  /** {@return the SQLSTATE, or empty if the driver reported none} */
  public Optional<String> sqlState() {
    return Optional.ofNullable(sqlState);
  }
}
