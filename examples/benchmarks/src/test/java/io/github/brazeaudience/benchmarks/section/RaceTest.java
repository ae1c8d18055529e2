package io.github.brazeaudience.benchmarks.section;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.benchmarks.process.Door;
import io.github.brazeaudience.benchmarks.process.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few users over loopback, to see that the processes understand each other. */
class RaceTest {
  private static final int USERS = 150;

  @TempDir Path directory;

  @Test
  void run_libraryAndFloorOverHttp2_sendTheSameBytes() throws Exception {
    Size full = Size.full();
    Size size =
        new Size(
            full.bodies(),
            new Size.Push(List.of(2), 1, USERS, USERS),
            full.far(),
            full.streamed(),
            full.command(),
            full.queue(),
            full.store());
    try (ServerProcess server = ServerProcess.start(directory)) {
      Lab lab = new Lab(Path.of(""), directory, server, size);

      List<Result> results = new Race(lab, Door.HTTP2, 2).with("library", "floor").run();

      assertThat(results).extracting(Result::contender).containsExactly("library", "floor");
      assertThat(results).allMatch(result -> result.usersPerSecond() > 0);
      assertThat(results.get(0).bytesPerUser()).isGreaterThan(100);
    }
  }
}
