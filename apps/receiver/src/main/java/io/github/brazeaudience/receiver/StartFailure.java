package io.github.brazeaudience.receiver;

import io.github.brazeaudience.jdbc.JdbcStoreException;
import io.github.brazeaudience.options.UsageException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.web.server.PortInUseException;

/** Finds out which option is wrong if the receiver could not start. */
final class StartFailure {
  /** The name of the starter's bean. */
  private static final String STORE = "brazeAudienceMembershipStore";

  /** The SQLSTATE of H2 if another process has the file open. */
  private static final String FILE_IN_USE = "90020";

  private StartFailure() {}

  /** Returns what to write instead, or empty if the failure is not one of usage. */
  static Optional<UsageException> usage(Throwable failure, ReceiverSettings settings) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PortInUseException) {
        return Optional.of(
            new UsageException(
                String.format(
                    Locale.ROOT,
                    "cannot listen on %s:%d, which is in use; take another port",
                    settings.address().getHostAddress(),
                    settings.port())));
      }
      if (cause instanceof BeanCreationException bean && isStore(bean)) {
        return Optional.of(
            new UsageException("--store: " + bean.getMostSpecificCause().getMessage()));
      }
      if (cause instanceof SQLException sql) {
        return Optional.of(unavailable(settings.database().place(), sql));
      }
      if (cause instanceof JdbcStoreException && cause.getCause() == null) {
        return Optional.of(
            new UsageException(
                "the database "
                    + settings.database().place()
                    + " cannot be used: "
                    + cause.getMessage()));
      }
    }
    return Optional.empty();
  }

  private static boolean isStore(BeanCreationException bean) {
    return STORE.equals(bean.getBeanName())
        && !(bean.getMostSpecificCause() instanceof SQLException);
  }

  private static UsageException unavailable(String place, SQLException failure) {
    String state = failure.getSQLState();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        state = sql.getSQLState();
      }
    }
    return new UsageException(
        FILE_IN_USE.equals(state)
            ? "the database " + place + " is in use by another receiver; stop that first"
            : "could not open the database "
                + place
                + " (SQLSTATE "
                + (state == null ? "unknown" : state)
                + "); check --database, the user, the password and the network");
  }
}
