package io.github.brazeaudience.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Option that names the membership store. */
public final class StoreOptions {
  @Option(
      names = "--store",
      paramLabel = "FILE",
      description = {
        "File that remembers what Braze was sent for each user: changes are enough in every mode, only"
            + " differences are sent, and a renamed audience loses its old attribute. Created if it is"
            + " missing; one process at a time may use it."
      })
  @Nullable String file;

  /** The name of the file, or null. */
  public @Nullable String file() {
    return file;
  }

  /** Refuses another option that is given without a store. */
  public void requireFor(String option, boolean given) throws UsageException {
    if (given && file == null) {
      throw new UsageException(option + " needs a membership store; add --store FILE");
    }
  }
}
