package io.github.brazeaudience.internal.wire;

import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.RequestBody;
import io.github.brazeaudience.payload.UserAttributes;
import io.github.brazeaudience.transport.TransportResponse;
import java.time.Instant;
import java.util.List;

/**
 * Encoder of track requests and classifier of responses. The engine has one implementation;
 * simulations decorate it to inject errors.
 */
public interface Codec {
  /** {@return an upper bound for the size of a request body with these objects, in bytes} */
  long maxBodyBytes(List<UserAttributes> objects);

  /** Encodes a request body with as many of the first objects as fit. Thread-safe. */
  RequestBody encode(List<UserAttributes> objects);

  /** Classifies a response. Called on the transport's thread. */
  AttemptResult classify(
      TransportResponse response, RequestContext context, String host, Instant now);

  static Codec of(PayloadBuilder payload) {
    return new Codec() {
      @Override
      public long maxBodyBytes(List<UserAttributes> objects) {
        return payload.maxBodyBytes(objects);
      }

      @Override
      public RequestBody encode(List<UserAttributes> objects) {
        return payload.encoder().body(objects);
      }

      @Override
      public AttemptResult classify(
          TransportResponse response, RequestContext context, String host, Instant now) {
        return ResponseClassifier.classify(response, context, host, now);
      }
    };
  }
}
