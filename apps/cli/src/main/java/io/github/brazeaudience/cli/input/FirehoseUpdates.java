package io.github.brazeaudience.cli.input;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.cli.input.BegunInput.Rest;
import io.github.brazeaudience.mparticle.FirehoseReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Reads a file of mParticle Firehose messages. */
final class FirehoseUpdates implements UpdateReader {
  private final FirehoseReader reader;
  private long firstOffset;
  private long linesBefore;
  private long document = -1;
  private int taken;

  FirehoseUpdates(InputStream in) {
    this.reader = FirehoseReader.of(in);
  }

  /** The place is where a document begins; the updates that it gave before are passed over. */
  @Override
  public boolean resume(Place place, boolean midLine) throws IOException {
    firstOffset = place.offset();
    linesBefore = place.lines();
    for (int passed = 0; passed < place.taken(); passed++) {
      if (next() == null || taken != passed + 1) {
        return false;
      }
    }
    return true;
  }

  @Override
  public @Nullable AudienceUpdate next() throws IOException {
    try {
      if (!reader.hasNext()) {
        return null;
      }
      AudienceUpdate next = reader.next();
      taken = reader.documentOffset() == document ? taken + 1 : 1;
      document = reader.documentOffset();
      return next;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public long line() {
    return linesBefore + reader.line();
  }

  /** The types of a message are mParticle's own. */
  @Override
  public int unknownIdentities() {
    return 0;
  }

  @Override
  public Place place(long updates, int input, ReadBytes bytes) {
    BegunInput read = bytes.soFar();
    if (reader.isBroken()) {
      read = read.withRest(bytes.ended() ? Rest.NOTHING : Rest.IGNORED);
    }
    return new Place(
        updates,
        input,
        read,
        firstOffset + reader.documentOffset(),
        linesBefore + reader.documentLine() - 1,
        taken);
  }
}
