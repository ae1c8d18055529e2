package io.github.brazeaudience.cli.input;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.cli.input.BegunInput.Rest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Iterator over the updates of all inputs. If a file cannot be read to its end, the failure is
 * recorded and the next file is read; earlier updates of the file remain valid.
 */
public final class InputFiles implements Iterator<AudienceUpdate>, AutoCloseable {
  private final List<Input> inputs;
  private final InputFormat format;
  private final Arrivals arrivals;
  private final Interruption interruption;
  private final boolean hashes;
  private final List<String> failures = new ArrayList<>();
  private final List<BegunInput> ended = new ArrayList<>();
  private int number;
  private @Nullable OpenInput open;
  private @Nullable AudienceUpdate update;
  private Place place;
  private boolean brokenOff;
  private long bytesOfEnded;

  /** Nothing is opened before the first update is asked for. */
  public InputFiles(
      List<Input> inputs, InputFormat format, Arrivals arrivals, Interruption interruption) {
    this(inputs, format, arrivals, interruption, StartingPoint.beginning());
  }

  /** Starts to read at any place. */
  public InputFiles(
      List<Input> inputs,
      InputFormat format,
      Arrivals arrivals,
      Interruption interruption,
      StartingPoint start) {
    this.inputs = List.copyOf(inputs);
    this.format = format;
    this.arrivals = arrivals;
    this.interruption = interruption;
    this.hashes = start.hashes();
    this.ended.addAll(start.ended());
    this.ended.forEach(input -> bytesOfEnded += input.bytes());
    this.number = start.input();
    this.open = start.open();
    this.place = start.place();
  }

  @Override
  public boolean hasNext() {
    while (update == null) {
      if (open != null) {
        read(open);
      } else if (number < inputs.size()) {
        open(inputs.get(number));
      } else {
        return false;
      }
    }
    return true;
  }

  @Override
  public AudienceUpdate next() {
    if (!hasNext() || update == null || open == null) {
      throw new NoSuchElementException("no more updates");
    }
    AudienceUpdate next = update;
    update = null;
    UpdateReader reader = open.reader();
    arrivals.arrived(open.input().name(), reader.line(), reader.unknownIdentities(), place);
    if (!brokenOff) {
      place = reader.place(place.updates() + 1, number, open.bytes());
    }
    return next;
  }

  /** Messages about files that could not be read completely. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** The number of bytes read from all inputs. */
  public long bytesRead() {
    return bytesOfEnded + (open == null ? 0 : open.bytes().position());
  }

  /** The place after the last update, or before the first gap. */
  public Place place() {
    return place;
  }

  /** The inputs before the input of a place, in order. */
  public List<BegunInput> before(Place place) {
    return List.copyOf(ended.subList(0, place.input()));
  }

  /** True if all updates of all inputs were returned. */
  public boolean complete() {
    return !brokenOff && open == null && number == inputs.size();
  }

  @Override
  public void close() {
    if (open != null) {
      closeQuietly(open);
    }
  }

  private void open(Input input) {
    try {
      InputStream stream = input.open(interruption);
      ReadBytes bytes = ReadBytes.of(stream, input.identity(), hashes);
      open = new OpenInput(input, bytes, format.reader(bytes));
      if (!brokenOff) {
        place = Place.beginningOf(number, bytes.soFar(), place.updates());
      }
    } catch (IOException e) {
      failed(input, e);
      number++;
    }
  }

  private void read(OpenInput file) {
    try {
      update = file.reader().next();
      if (update == null) {
        end(file);
      }
    } catch (InterruptedIOException e) {
      brokenOff = true;
      end(file);
    } catch (IOException e) {
      failed(file.input(), e);
      end(file);
    }
  }

  /** Updates after a gap are forwarded, but a later run must resume at the gap. */
  private void failed(Input input, IOException e) {
    brokenOff = true;
    failures.add(
        "\"%s\" could not be read to its end (%s); the rest of it was not forwarded"
            .formatted(input.name(), e.getMessage()));
  }

  private void end(OpenInput file) {
    closeQuietly(file);
    bytesOfEnded += file.bytes().position();
    BegunInput read = place.endsItsInput() ? place.read() : file.bytes().soFar();
    ended.add(read.rest() == Rest.MORE ? read.withRest(Rest.NOTHING) : read);
    open = null;
    number++;
  }

  private void closeQuietly(OpenInput file) {
    try {
      file.bytes().close();
    } catch (IOException e) {
      failures.add(
          "\"%s\" could not be closed (%s)".formatted(file.input().name(), e.getMessage()));
    }
  }
}
