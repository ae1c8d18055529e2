package io.github.brazeaudience.benchmarks.push;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a task of this process used.
 *
 * @param nanos the elapsed time
 * @param cpuNanos the CPU time of the process, with that of the compilers and the collector
 * @param allocatedBytes the bytes that all threads allocated
 * @param switches the voluntary context switches of all threads, or 0 if the system does not count
 *     them
 */
record Usage(long nanos, long cpuNanos, long allocatedBytes, long switches) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final String SWITCHES = "voluntary_ctxt_switches:";

  /** A task that may throw. */
  interface Task {
    void run() throws Exception;
  }

  static Usage of(Task task) throws Exception {
    Usage before = now();
    task.run();
    Usage after = now();
    return new Usage(
        after.nanos - before.nanos,
        after.cpuNanos - before.cpuNanos,
        after.allocatedBytes - before.allocatedBytes,
        after.switches - before.switches);
  }

  private static Usage now() throws IOException {
    long allocated =
        Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
            .filter(bytes -> bytes > 0)
            .sum();
    return new Usage(System.nanoTime(), SYSTEM.getProcessCpuTime(), allocated, switchesSoFar());
  }

  private static long switchesSoFar() throws IOException {
    if (!Files.isDirectory(TASKS)) {
      return 0;
    }
    long sum = 0;
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        sum += switchesOf(task);
      }
    }
    return sum;
  }

  private static long switchesOf(Path task) throws IOException {
    try {
      return Files.readAllLines(task.resolve("status")).stream()
          .filter(line -> line.startsWith(SWITCHES))
          .mapToLong(line -> Long.parseLong(line.substring(SWITCHES.length()).strip()))
          .sum();
    } catch (NoSuchFileException e) {
      return 0; // The thread has ended.
    }
  }
}
