package io.github.brazeaudience.internal.wire;

import io.github.brazeaudience.payload.PayloadEncoder;
import io.github.brazeaudience.payload.RequestBody;
import io.github.brazeaudience.payload.UserAttributes;
import io.github.brazeaudience.transport.TransportResponse;
import java.time.Instant;

/**
 * Encoder of track requests and classifier of responses. The engine has one implementation;
 * simulations decorate it to inject errors.
 */
public interface Codec {
  /**
   * Encodes a request body with as many of the first objects as fit. Called in the engine's serial
   * executor.
   */
  RequestBody encode(Iterable<UserAttributes> objects);

  /** Classifies a response. Called on the transport's thread. */
  AttemptResult classify(
      TransportResponse response, RequestContext context, String host, Instant now);

  static Codec of(PayloadEncoder encoder) {
    return new Codec() {
      @Override
      public RequestBody encode(Iterable<UserAttributes> objects) {
        return encoder.body(objects);
      }

      @Override
      public AttemptResult classify(
          TransportResponse response, RequestContext context, String host, Instant now) {
        return ResponseClassifier.classify(response, context, host, now);
      }
    };
  }
}
