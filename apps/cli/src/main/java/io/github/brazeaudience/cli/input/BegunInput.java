package io.github.brazeaudience.cli.input;

/**
 * An input of which something was read. What was read of it tells it from every other one.
 *
 * @param file which input it is, see {@link Input#identity}
 * @param bytes how much of it was read
 * @param sha256 the hash of those bytes, as hexadecimal digits
 * @param rest what may stand behind them
 */
public record BegunInput(String file, long bytes, String sha256, Rest rest) {
  /** What may stand in an input behind what was read of it. */
  public enum Rest {
    /** More of it, which was not read yet or which it will grow by. */
    MORE,
    /** Nothing: it was read to its end, and what came later would have to come before the next. */
    NOTHING,
    /** Something that is not read, because it stands behind a document that is not JSON. */
    IGNORED
  }

  BegunInput withRest(Rest changed) {
    return new BegunInput(file, bytes, sha256, changed);
  }
}
