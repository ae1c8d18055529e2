package io.github.brazeaudience.store;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A process that opens a store, writes batch after batch of the {@link History}, and prints the
 * number of each as soon as its update has returned. It ends when it is killed, or when its input
 * does.
 */
final class WritingProcess {
  private WritingProcess() {}

  public static void main(String[] arguments) throws Exception {
    Thread parent = new Thread(WritingProcess::endWithTheParent);
    parent.setDaemon(true);
    parent.start();
    try (FileMembershipStore store = FileMembershipStore.open(Path.of(arguments[0]))) {
      for (long batch = History.last(store) + 1; ; batch++) {
        History.write(store, batch);
        System.out.println(batch);
        System.out.flush();
      }
    }
  }

  private static void endWithTheParent() {
    try {
      System.in.read();
    } catch (IOException e) {
      // Ended too.
    }
    Runtime.getRuntime().halt(0);
  }
}
