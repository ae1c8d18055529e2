package io.github.brazeaudience.benchmarks.section;

import io.github.brazeaudience.benchmarks.process.ServerProcess;
import java.nio.file.Path;

/**
 * What sections work with.
 *
 * @param project the root of the checkout
 * @param directory for files that are needed for a while
 * @param server takes the requests
 * @param size how much is measured
 */
public record Lab(Path project, Path directory, ServerProcess server, Size size) {
  /** A directory of this module. */
  Path ofModule(String path) {
    return project.resolve("benchmarks").resolve(path);
  }
}
