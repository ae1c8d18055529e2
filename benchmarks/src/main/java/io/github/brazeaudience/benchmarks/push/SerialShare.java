package io.github.brazeaudience.benchmarks.push;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Samples of Java code, and the part of them inside the engine's serial executor.
 *
 * @param samples the number of samples
 * @param serial the number inside the serial executor
 */
record SerialShare(int samples, int serial) {
  private static final Duration PERIOD = Duration.ofMillis(10);
  private static final String EXECUTOR =
      "io.github.brazeaudience.internal.engine.SerialExecutor.execute";

  static SerialShare of(Usage.Task task) throws Exception {
    Path file = Files.createTempFile("push", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ExecutionSample").withPeriod(PERIOD);
      recording.start();
      task.run();
      recording.stop();
      recording.dump(file);
      return read(file);
    } finally {
      Files.delete(file);
    }
  }

  private static SerialShare read(Path file) throws IOException {
    int samples = 0;
    int serial = 0;
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      if (event.getStackTrace() != null) {
        samples++;
        serial +=
            event.getStackTrace().getFrames().stream().anyMatch(SerialShare::isExecutor) ? 1 : 0;
      }
    }
    return new SerialShare(samples, serial);
  }

  private static boolean isExecutor(RecordedFrame frame) {
    return EXECUTOR.equals(
        frame.getMethod().getType().getName() + "." + frame.getMethod().getName());
  }
}
