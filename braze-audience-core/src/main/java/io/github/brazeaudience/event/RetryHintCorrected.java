package io.github.brazeaudience.event;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A response asked for a wait that cannot be right, such as an epoch in {@code Retry-After} or more
 * than an hour. The header was read in another way or ignored. Immutable.
 */
public final class RetryHintCorrected {
  private final BrazeOperation operation;
  private final long request;
  private final String header;
  private final @Nullable Duration readAs;

  private RetryHintCorrected(
      BrazeOperation operation, long request, String header, @Nullable Duration readAs) {
    this.operation = operation;
    this.request = request;
    this.header = header;
    this.readAs = readAs;
  }

  /**
   * An event; the forwarder makes them, and tests of listeners.
   *
   * @param operation what was asked of Braze
   * @param request the number of the request
   * @param header the name of the header
   * @param readAs the wait that the header was read as, null if it was ignored
   * @return the event
   */
  public static RetryHintCorrected of(
      BrazeOperation operation, long request, String header, @Nullable Duration readAs) {
    return new RetryHintCorrected(operation, request, header, readAs);
  }

  /** {@return what was asked of Braze} */
  public BrazeOperation operation() {
    return operation;
  }

  /** {@return the number of the request} */
  public long request() {
    return request;
  }

  /** {@return the name of the header} */
  public String header() {
    return header;
  }

  /** {@return the wait that the header was read as, empty if it was ignored} */
  public Optional<Duration> readAs() {
    return Optional.ofNullable(readAs);
  }

  @Override
  public String toString() {
    return "RetryHintCorrected[operation=%s, request=%s, header=%s, readAs=%s]"
        .formatted(operation, request, header, readAs == null ? "ignored" : readAs);
  }
}
