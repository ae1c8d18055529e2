package io.github.brazeaudience.okhttp;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * The last stop before OkHttp writes to the connection: by then the host is known, the connection
 * is there and TLS is agreed. Here an exchange becomes one that may have reached Braze, or turns
 * back because it was aborted; that both are decided in one place is what makes "never sent"
 * certain. The exchange is that of the call, whatever request the interceptors have made of it.
 */
final class SendGate implements Interceptor {
  @Override
  public Response intercept(Chain chain) throws IOException {
    if (!OkHttpExchange.of(chain.call()).maySend()) {
      throw new IOException("the exchange ended before it was sent");
    }
    return chain.proceed(chain.request());
  }
}
