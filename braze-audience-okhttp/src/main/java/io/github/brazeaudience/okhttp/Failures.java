package io.github.brazeaudience.okhttp;

import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Maps exceptions of OkHttp to the result of an exchange. */
final class Failures {
  /**
   * OkHttp's messages for responses that it refuses: a body where HTTP allows none, and a request
   * for proxy credentials that does not come from a proxy.
   */
  private static final Pattern REFUSED_STATUS =
      Pattern.compile(
          "HTTP (204|205) had non-zero Content-Length|Received HTTP_PROXY_AUTH \\((407)\\) code");

  private Failures() {}

  /** Returns the response that OkHttp refused, without its body, or null if it refused none. */
  static @Nullable TransportResponse refusedResponse(Throwable thrown) {
    Matcher refused = REFUSED_STATUS.matcher(String.valueOf(thrown.getMessage()));
    if (!(thrown instanceof ProtocolException) || !refused.lookingAt()) {
      return null;
    }
    String status = refused.group(1) != null ? refused.group(1) : refused.group(2);
    return TransportResponse.ofCutBody(Integer.parseInt(status), Map.of(), new byte[0]);
  }

  /**
   * Classifies an exception. A network failure can be retried, a bug in the application's code is
   * permanent, and incompatible libraries are a {@link LinkageError}.
   */
  static Throwable of(Throwable thrown, Delivery delivery, String host) {
    if (thrown instanceof LinkageError) {
      return thrown;
    }
    return passes(thrown)
        ? noResponse(thrown, delivery, host)
        : TransportException.permanent(
            "an interceptor, an event listener or another part of the OkHttp client failed with "
                + thrown.getClass().getName()
                + ", which no retry fixes; fix that code",
            delivery,
            thrown);
  }

  /** Memory and threads may be available again in a moment, and a host may be up again. */
  private static boolean passes(Throwable thrown) {
    return thrown instanceof OutOfMemoryError
        || thrown instanceof InterruptedException
        || Causes.of(thrown).anyMatch(IOException.class::isInstance);
  }

  private static TransportException noResponse(Throwable thrown, Delivery delivery, String host) {
    String message = "no response from " + host + ": ";
    if (thrown instanceof ProtocolException) {
      // The message may quote the response, which may contain user data.
      return new TransportException(message + "the response was not HTTP", delivery);
    }
    return new TransportException(message + thrown.getMessage(), delivery, thrown);
  }

  /** {@return the failure if an interceptor has consumed the body of a successful response} */
  static TransportException consumed(int status, Delivery delivery) {
    return TransportException.permanent(
        "an interceptor of the OkHttp client has consumed the body of a response with status "
            + status
            + "; let it peek at the body instead",
        delivery,
        null);
  }

  /** {@return the failure if an interceptor responded with success without sending the request} */
  static TransportException answeredUnsent(int status) {
    return TransportException.permanent(
        "an interceptor of the OkHttp client answered "
            + status
            + " without sending the request, as a cache does; remove it",
        Delivery.NOT_SENT,
        null);
  }
}
