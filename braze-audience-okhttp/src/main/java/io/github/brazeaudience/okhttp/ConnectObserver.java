package io.github.brazeaudience.okhttp;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Last application interceptor before OkHttp's own. An exception that passes here before {@link
 * SendGate} was reached is a failure to connect, even if other interceptors wrap it.
 */
final class ConnectObserver implements Interceptor {
  private final ConnectFailures failures;

  ConnectObserver(ConnectFailures failures) {
    this.failures = failures;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    OkHttpExchange exchange = OkHttpExchange.of(chain.call());
    Sending sending = exchange.sending();
    sending.connectStarts();
    try {
      Response response = chain.proceed(sentOnce(chain.request()));
      sending.connected();
      return exchange.retryAfter().restore(response);
    } catch (Throwable e) {
      sending.connectFails(e, failures.of(e, chain.request().url().uri()));
      throw e;
    }
  }

  /**
   * Prevents OkHttp from sending a body again that an interceptor has put in place of the original.
   */
  private static Request sentOnce(Request request) {
    RequestBody body = request.body();
    return body == null || body.isOneShot() || body.isDuplex()
        ? request
        : request.newBuilder().method(request.method(), new SentOnceBody(body)).build();
  }
}
