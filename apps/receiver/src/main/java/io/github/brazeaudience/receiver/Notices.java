package io.github.brazeaudience.receiver;

import io.github.brazeaudience.receiver.log.LogText;
import java.util.function.Consumer;

/** Log of the receiver: lines that are safe to print. Thread-safe if the target is. */
record Notices(Consumer<String> target) implements Consumer<String> {
  @Override
  public void accept(String line) {
    target.accept(LogText.line(line));
  }
}
