package io.github.brazeaudience.cli.input;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Place at which a run starts to read. */
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

  /** The beginning of the first input. */
  public static StartingPoint beginning() {
    return new StartingPoint(
        false, List.of(), 0, null, Place.beginningOf(0, ReadBytes.nothingOf(""), 0));
  }

  /** The beginning, for a run that a later run may resume. */
  public static StartingPoint resumable(Input first) {
    return new StartingPoint(
        true, List.of(), 0, null, Place.beginningOf(0, ReadBytes.nothingOf(first.identity()), 0));
  }

  /** The number of updates before it. */
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

  /** The inputs before it, which were read completely. */
  public List<BegunInput> ended() {
    return ended;
  }

  /** The index of the first input to read. */
  int input() {
    return input;
  }

  /** That input, if it is read from its middle. */
  @Nullable OpenInput open() {
    return open;
  }
}
