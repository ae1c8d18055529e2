package io.github.brazeaudience.cli.input;

/**
 * Input that was read completely or in part, identified by the bytes that were read.
 *
 * @param file the identity of the input, see {@link Input#identity}
 * @param bytes the number of bytes that were read
 * @param sha256 the hash of those bytes, in hexadecimal digits
 * @param rest what may follow those bytes
 */
public record BegunInput(String file, long bytes, String sha256, Rest rest) {
  /** What may follow the bytes that were read. */
  public enum Rest {
    /** More of it, which was not read yet or which it will grow by. */
    MORE,
    /** Nothing: it was read to its end, and bytes appended later would precede the next input. */
    NOTHING,
    /** Bytes that are ignored, because they follow a document that is not JSON. */
    IGNORED
  }

  BegunInput withRest(Rest changed) {
    return new BegunInput(file, bytes, sha256, changed);
  }
}
