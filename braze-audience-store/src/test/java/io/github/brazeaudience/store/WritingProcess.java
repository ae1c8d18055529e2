package io.github.brazeaudience.store;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Program that opens a store, writes the batches of the {@link History}, and prints the number of
 * each batch as soon as its update has returned. It ends when its input ends.
 */
final class WritingProcess {
  private WritingProcess() {}

  public static void main(String[] arguments) throws Exception {
    Thread parent = new Thread(WritingProcess::endWithParent);
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

  private static void endWithParent() {
    try {
      System.in.read();
    } catch (IOException e) {
      // The parent has ended.
    }
    Runtime.getRuntime().halt(0);
  }
}
