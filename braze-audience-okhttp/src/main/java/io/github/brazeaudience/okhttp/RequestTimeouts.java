package io.github.brazeaudience.okhttp;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Interceptor that sets the timeouts of single reads and writes to that of the whole exchange. They
 * are not unlimited, because OkHttp misses a cancel between the TCP connect and the TLS handshake,
 * and a thread would then wait for ever for a silent server.
 */
final class RequestTimeouts implements Interceptor {
  @Override
  public Response intercept(Chain chain) throws IOException {
    // From the exchange, because an interceptor may call a clone without a call timeout.
    long whole = OkHttpExchange.of(chain.call()).timeout().toMillis();
    int millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, whole));
    return chain
        .withReadTimeout(millis, TimeUnit.MILLISECONDS)
        .withWriteTimeout(millis, TimeUnit.MILLISECONDS)
        .proceed(chain.request());
  }
}
