package io.github.brazeaudience.receiver;

import io.github.brazeaudience.jdbc.JdbcStoreException;
import io.github.brazeaudience.options.UsageException;
import java.util.Locale;
import java.util.Optional;
import org.springframework.boot.web.server.PortInUseException;

/** Finds out which option is wrong if the receiver could not start. */
final class StartFailure {
  private StartFailure() {}

  /** Returns what to write instead, or empty if the failure is not one of usage. */
  static Optional<UsageException> usage(Throwable failure, ReceiverSettings settings) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UsageException usage) {
        return Optional.of(usage);
      }
      if (cause instanceof PortInUseException) {
        return Optional.of(
            new UsageException(
                String.format(
                    Locale.ROOT,
                    "cannot listen on %s:%d, which is in use; take another port",
                    settings.address().getHostAddress(),
                    settings.port())));
      }
      if (cause instanceof JdbcStoreException) {
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
}
