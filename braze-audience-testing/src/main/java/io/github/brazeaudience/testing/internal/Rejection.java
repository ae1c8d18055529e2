package io.github.brazeaudience.testing.internal;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rejection of a poisoned user.
 *
 * @param status the status for the whole request, or 0 to reject only the user's object
 * @param type the {@code type} of the user's error, or null to report none
 */
public record Rejection(int status, @Nullable String type) {
  Optional<String> errorType() {
    return Optional.ofNullable(type);
  }
}
