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
 * Reads mParticle Firehose messages, JSON documents one after another, into updates: each profile
 * of an {@code audience_membership_change_request} is a change at the message's {@code
 * timestamp_ms}. Other messages, and messages without profiles, are no updates.
 *
 * <ul>
 *   <li>{@code add} enters an audience, {@code delete} leaves it, every other action touches
 *       nothing; the last of several for one audience wins. The form before 2.0, with {@code
 *       added_audiences} and {@code removed_audiences}, is read as well.
 *   <li>The first raw identity of a type counts. Hashed identities, and types and encodings that
 *       are unknown, are as if absent; so are nulls and empty objects.
 *   <li>A profile that has a wrong JSON type or a member twice where it matters is one {@link
 *       UnreadableUpdate}, and so is one that moves an audience whose id is not an integer from 1
 *       to 2^63-1; the other profiles are read.
 *   <li>A document that is no such object at all (not an object, {@code user_profiles} not an
 *       array, {@code timestamp_ms} not an integer, one of them twice) is one {@link
 *       UnreadableUpdate}; the next document is read.
 *   <li>A document that is not JSON in UTF-8, is nested deeper than 255, or has more than {@link
 *       #MAX_DOCUMENT_MIB} is one {@link UnreadableUpdate} of which no profile counts, and the last
 *       update: nobody can say where the next document begins.
 * </ul>
 *
 * <p>The stream is read as far as it is needed, one document ahead at most, so the memory needed is
 * that of the largest document. The stream stays the caller's, who closes it after the last update.
 * Not safe for use by several threads.
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
   * A reader of a stream. Nothing is read yet.
   *
   * @param input JSON documents in UTF-8, with or without a byte order mark, any white space
   *     between them; not closed by the reader, and needs no buffer of its own
   * @return the reader
   */
  public static FirehoseReader of(InputStream input) {
    return withDocumentLimit(input, MAX_DOCUMENT_BYTES);
  }

  static FirehoseReader withDocumentLimit(InputStream input, long documentLimit) {
    return new FirehoseReader(input, documentLimit);
  }

  /**
   * Whether there is another update. Reads on to the next document with updates if need be.
   *
   * @return true if there is
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
   * The next update, in the order of the stream.
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
   * Where the update stands that {@link #next} returned last.
   *
   * @return the line, from 1, on which its profile begins, or the document if that could not be
   *     read as a message, or where reading stopped in a document that is not JSON; 0 before the
   *     first update
   */
  public long line() {
    return line;
  }

  /**
   * Where the document begins from which {@link #next} returned last. Who wants to go on reading
   * later begins there and passes over the updates that the document gave before.
   *
   * @return how many bytes of the stream stand before it; 0 before the first update
   */
  public long documentOffset() {
    return documentOffset;
  }

  /**
   * The line on which that document begins.
   *
   * @return the line, from 1; 0 before the first update
   */
  public long documentLine() {
    return documentLine;
  }

  /**
   * Whether the reader came upon a document that is not JSON, behind which nothing is read.
   *
   * @return true from when that document was read, which may be before {@link #next} returns it
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
            "the Firehose document %s; nothing of it and nothing after it is read, mend it"
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
