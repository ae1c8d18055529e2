package io.github.brazeaudience.cli.input;

/** Called with the position of each update, in order, before the update is forwarded. */
@FunctionalInterface
public interface Arrivals {
  /**
   * An update arrives.
   *
   * @param file the name of its file as it was given
   * @param line the line on which it begins, 1 for the first
   * @param unknownIdentities the number of its identities of unknown types, which are ignored
   * @param before the place before it, at which a later run can go on to read it again
   */
  void arrived(String file, long line, int unknownIdentities, Place before);
}
