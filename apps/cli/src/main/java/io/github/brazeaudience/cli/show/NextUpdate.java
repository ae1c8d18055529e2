package io.github.brazeaudience.cli.show;

import java.util.Optional;

/**
 * What the next update of a user writes.
 *
 * @param description for people
 * @param object the object of a request, in JSON, that a snapshot of the stored audiences would
 *     write; empty if it would write nothing or cannot be built
 */
public record NextUpdate(String description, Optional<String> object) {
  /** The object identifies the user. */
  @Override
  public String toString() {
    return "NextUpdate[" + description + "]";
  }
}
