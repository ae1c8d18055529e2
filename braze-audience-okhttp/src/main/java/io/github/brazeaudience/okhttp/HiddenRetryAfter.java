package io.github.brazeaudience.okhttp;

import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * {@code Retry-After} of a response, hidden from OkHttp: OkHttp sends a request again by itself if
 * the value is 0, and fails if it does not fit into an int. Thread-safe.
 */
final class HiddenRetryAfter {
  private static final String HEADER = "Retry-After";

  private volatile @Nullable String value;

  /** {@return the response without the header} */
  Response hide(Response response) {
    value = response.header(HEADER);
    return value == null ? response : response.newBuilder().removeHeader(HEADER).build();
  }

  /** {@return the response with the header that was hidden} */
  Response restore(Response response) {
    String hidden = value;
    return hidden == null ? response : response.newBuilder().header(HEADER, hidden).build();
  }
}
