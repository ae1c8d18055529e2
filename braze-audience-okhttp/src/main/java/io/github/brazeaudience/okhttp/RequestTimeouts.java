package io.github.brazeaudience.okhttp;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Lets single reads and writes take as long as the whole exchange may, which OkHttp limits by
 * cancelling the call. They are not unlimited because a cancel that comes between the TCP connect
 * and the TLS handshake passes OkHttp unseen, and would leave a thread waiting for a silent server.
 */
final class RequestTimeouts implements Interceptor {
  @Override
  public Response intercept(Chain chain) throws IOException {
    // That of the exchange: an interceptor may call a clone, which has no limit as a whole.
    long whole = OkHttpExchange.of(chain.call()).timeout().toMillis();
    int millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, whole));
    return chain
        .withReadTimeout(millis, TimeUnit.MILLISECONDS)
        .withWriteTimeout(millis, TimeUnit.MILLISECONDS)
        .proceed(chain.request());
  }
}
