package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.internal.wire.Codec;
import io.github.brazeaudience.internal.wire.FailureClassifier;
import io.github.brazeaudience.internal.wire.RateLimitHeaders;
import io.github.brazeaudience.internal.wire.RequestContext;
import io.github.brazeaudience.policy.TimeSource;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportResponse;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads the end of an attempt. Called on the transport's thread, and never throws. */
final class ResponseReader {
  private final Codec codec;
  private final String host;
  private final TimeSource time;

  ResponseReader(Codec codec, String host, TimeSource time) {
    this.codec = codec;
    this.host = host;
    this.time = time;
  }

  /**
   * Returns the end of an attempt.
   *
   * @param response null if there is none
   * @param failure null if there is a response, or if the exchange did not end in time
   */
  Attempt.End read(
      RequestContext context, @Nullable TransportResponse response, @Nullable Throwable failure) {
    return new Attempt.End(
        classify(context, response, failure),
        response == null ? OptionalInt.empty() : OptionalInt.of(response.status()),
        budget(response));
  }

  /** {@return the end of an attempt whose body could not be encoded} */
  static Attempt.End notEncoded(Throwable failure) {
    return new Attempt.End(
        new AttemptResult.NotEncoded(StopCause.engineFailed("encoder", failure).message()),
        OptionalInt.empty(),
        RateLimitHeaders.Reading.NONE);
  }

  private AttemptResult classify(
      RequestContext context, @Nullable TransportResponse response, @Nullable Throwable failure) {
    try {
      if (response != null) {
        return codec.classify(response, context, host, time.now());
      }
      Throwable cause =
          failure != null
              ? failure
              : new TransportException(
                  "the transport did not end the exchange in time", Delivery.UNKNOWN);
      return FailureClassifier.classify(cause, context, host);
    } catch (Throwable e) {
      // For example, memory ran out, or methods of a foreign exception throw.
      return FailureClassifier.unreadable(e, context, host);
    }
  }

  private RateLimitHeaders.Reading budget(@Nullable TransportResponse response) {
    try {
      return response == null
          ? RateLimitHeaders.Reading.NONE
          : RateLimitHeaders.read(response, time.now());
    } catch (Throwable e) {
      // For example, memory ran out; the next response reports the budget again.
      return RateLimitHeaders.Reading.NONE;
    }
  }
}
