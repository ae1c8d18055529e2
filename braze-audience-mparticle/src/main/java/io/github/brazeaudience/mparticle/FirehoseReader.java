package io.github.brazeaudience.mparticle;

import com.squareup.moshi.JsonDataException;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.UnreadableUpdate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Reader that converts a sequence of mParticle Firehose messages to updates. Each profile of an
 * {@code audience_membership_change_request} is a change at the message's {@code timestamp_ms}.
 * Other messages, and messages without profiles, yield no updates.
 *
 * <ul>
 *   <li>{@code add} enters an audience, {@code delete} leaves it, other actions are ignored; the
 *       last action for an audience wins. The format before 2.0, with {@code added_audiences} and
 *       {@code removed_audiences}, is supported too.
 *   <li>The first raw identity of a type is used. Hashed identities, unknown types and encodings,
 *       nulls and empty objects are ignored.
 *   <li>A profile with a wrong JSON type or a duplicate member in a relevant place is one {@link
 *       UnreadableUpdate}, and so is one with an audience id that is not an integer from 1 to
 *       2^63-1; the other profiles are read.
 *   <li>A document with another structure (not an object, {@code user_profiles} not an array,
 *       {@code timestamp_ms} not an integer, a duplicate of these) is one {@link UnreadableUpdate};
 *       the next document is read.
 *   <li>A document that is not JSON in UTF-8, is nested deeper than 255, or has more than {@link
 *       #MAX_DOCUMENT_MIB} is one {@link UnreadableUpdate} and ends the stream, because the start
 *       of the next document is unknown.
 * </ul>
 *
 * <p>The stream is read at most one document ahead, so the largest document determines the memory.
 * The caller closes the stream after the last update. Not thread-safe.
 *
 * @see <a href="https://docs.mparticle.com/developers/partners/firehose/">mParticle: Firehose</a>
 */
public final class FirehoseReader implements Iterator<AudienceUpdate> {
  /** The largest document that is read, in MiB. */
  public static final int MAX_DOCUMENT_MIB = 64;

  static final long MAX_DOCUMENT_BYTES = (long) MAX_DOCUMENT_MIB << 20;

  private final DocumentSource source;
  private Queue<LocatedUpdate> updates = new ArrayDeque<>();
  private @Nullable Instant timestamp;
  private boolean started;
  private boolean ended;
  private @Nullable UncheckedIOException failure;
  private boolean broken;
  private long line;
  private long nextOffset;
  private long nextLine;
  private long documentOffset;
  private long documentLine;

  private FirehoseReader(InputStream input, long documentLimit) {
    this.source = new DocumentSource(Objects.requireNonNull(input, "input"), documentLimit);
  }

  /**
   * Returns a reader of a stream, without reading from it.
   *
   * @param input JSON documents in UTF-8, with or without a byte order mark, separated by any white
   *     space; the reader buffers it and does not close it
   */
  public static FirehoseReader of(InputStream input) {
    return withDocumentLimit(input, MAX_DOCUMENT_BYTES);
  }

  static FirehoseReader withDocumentLimit(InputStream input, long documentLimit) {
    return new FirehoseReader(input, documentLimit);
  }

  /**
   * Returns true if there is another update. Reads up to the next document with updates.
   *
   * @throws UncheckedIOException if the stream fails; the reader then stays at this failure
   */
  @Override
  public boolean hasNext() {
    if (failure != null) {
      throw failure;
    }
    while (updates.isEmpty() && !ended) {
      readDocument();
    }
    return !updates.isEmpty();
  }

  /**
   * Returns the next update, in the order of the stream.
   *
   * @return a change of memberships, or an update that could not be read
   * @throws NoSuchElementException if there is none
   * @throws UncheckedIOException if the stream fails; the reader then stays at this failure
   */
  @Override
  public AudienceUpdate next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the stream has no more updates; ask hasNext() first");
    }
    LocatedUpdate next = updates.remove().at(timestamp);
    line = next.line();
    documentOffset = nextOffset;
    documentLine = nextLine;
    return next.update();
  }

  /**
   * Returns the 1-based line of the update that {@link #next} returned last: the first line of its
   * profile, or of a document that is not a message, or the line on which a document stopped being
   * JSON. 0 before the first update.
   */
  public long line() {
    return line;
  }

  /**
   * Returns the offset in bytes of the document with the update that {@link #next} returned last, 0
   * before the first update. To resume later, start there and skip the updates that the document
   * has already yielded.
   */
  public long documentOffset() {
    return documentOffset;
  }

  /** {@return the 1-based line on which that document begins; 0 before the first update} */
  public long documentLine() {
    return documentLine;
  }

  /**
   * Returns true if a document is not JSON, so nothing after it is read. True as soon as that
   * document was read, possibly before {@link #next} returns it.
   */
  public boolean isBroken() {
    return broken;
  }

  private void readDocument() {
    try {
      if (!started) {
        started = true;
        source.skipByteOrderMark();
      }
      if (source.nextDocument()) {
        nextOffset = source.documentStart();
        nextLine = source.line();
        MessageParser parsed = MessageParser.parse(source);
        updates = parsed.updates();
        timestamp = parsed.timestamp();
      } else {
        ended = true;
      }
    } catch (UncheckedIOException e) {
      failure = e;
      throw e;
    } catch (IOException | JsonDataException badContent) {
      ended = true;
      broken = true;
      updates.add(broken());
    }
  }

  private LocatedUpdate broken() {
    return new LocatedUpdate(
        stopLine(),
        UnreadableUpdate.malformed(
            "the Firehose document %s; the document and everything after it were skipped; fix it"
                .formatted(source.whyBroken())));
  }

  private long stopLine() {
    try {
      return source.stopLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
