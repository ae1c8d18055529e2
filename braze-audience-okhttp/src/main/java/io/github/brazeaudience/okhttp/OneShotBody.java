package io.github.brazeaudience.okhttp;

import io.github.brazeaudience.transport.TransportRequest;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * Request body of one attempt. It is declared one-shot to disable OkHttp's own retries: on 408, on
 * 503 with {@code Retry-After: 0}, and on a broken connection.
 */
final class OneShotBody extends RequestBody {
  private final TransportRequest request;
  private final Sending sending;

  OneShotBody(TransportRequest request, Sending sending) {
    this.request = request;
    this.sending = sending;
  }

  /**
   * {@return null, because the request has the header, which OkHttp would replace with its own
   * spelling}
   */
  @Override
  public @Nullable MediaType contentType() {
    return null;
  }

  @Override
  public long contentLength() {
    return request.contentLength();
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    if (!sending.mayRead()) {
      throw new IOException("the exchange ended before it was sent");
    }
    for (byte[] part : request.bodyParts()) {
      sink.write(part);
    }
  }
}
