package io.github.brazeaudience.benchmarks.section;

import io.github.brazeaudience.benchmarks.process.ServerProcess;
import java.nio.file.Path;

/**
 * The environment of the sections.
 *
 * @param project the root of the checkout
 * @param directory a directory for temporary files
 * @param server the server that receives the requests
 * @param size the amount of work per section
 */
public record BenchmarkContext(Path project, Path directory, ServerProcess server, Size size) {
  /** Resolves a path in the benchmarks module. */
  Path resolve(String path) {
    return project.resolve("benchmarks").resolve(path);
  }
}
