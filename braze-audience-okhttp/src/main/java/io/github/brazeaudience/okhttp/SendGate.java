package io.github.brazeaudience.okhttp;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Network interceptor that decides whether a request may be written. Once it has decided so, the
 * request may have reached Braze, unless the exchange was aborted before. One place decides both,
 * so "never sent" is certain. The exchange is that of the call, whatever request the interceptors
 * have made of it.
 */
final class SendGate implements Interceptor {
  @Override
  public Response intercept(Chain chain) throws IOException {
    OkHttpExchange exchange = OkHttpExchange.of(chain.call());
    if (!exchange.maySend()) {
      throw new IOException("the exchange ended before it was sent");
    }
    return exchange.retryAfter().hide(chain.proceed(chain.request()));
  }
}
