package io.github.brazeaudience.spring;

/** Runs blocking work on a daemon thread, so neither start nor shutdown waits for it. */
final class DaemonTask {
  private DaemonTask() {}

  /**
   * Starts the work.
   *
   * @param name the name of the thread
   * @param callback called when the work has ended, even if it throws
   */
  static void start(String name, Runnable work, Runnable callback) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } finally {
                callback.run();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }
}
