package io.github.brazeaudience.cli.input;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a run begins to read. */
public final class StartingPoint {
  private final boolean hashes;
  private final List<BegunInput> ended;
  private final int input;
  private final @Nullable OpenInput open;
  private final Place place;

  StartingPoint(
      boolean hashes, List<BegunInput> ended, int input, @Nullable OpenInput open, Place place) {
    this.hashes = hashes;
    this.ended = List.copyOf(ended);
    this.input = input;
    this.open = open;
    this.place = place;
  }

  /** The first byte of the first input. */
  public static StartingPoint beginning() {
    return new StartingPoint(
        false, List.of(), 0, null, Place.beginningOf(0, ReadBytes.nothingOf(""), 0));
  }

  /** The same, if a later run is to go on where this one ends. */
  public static StartingPoint resumable(Input first) {
    return new StartingPoint(
        true, List.of(), 0, null, Place.beginningOf(0, ReadBytes.nothingOf(first.identity()), 0));
  }

  /** How many updates stand before it. */
  public long updates() {
    return place.updates();
  }

  /** The place in the inputs. */
  public Place place() {
    return place;
  }

  /** True if the bytes are hashed, for a checkpoint. */
  boolean hashes() {
    return hashes;
  }

  /** The inputs that were read to their ends before. */
  public List<BegunInput> ended() {
    return ended;
  }

  /** The number of the input that is read first. */
  int input() {
    return input;
  }

  /** That input, if it is not begun at its beginning. */
  @Nullable OpenInput open() {
    return open;
  }
}
