package io.github.brazeaudience.okhttp;

import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Response;

/**
 * Notes the status of each response. OkHttp throws after it has read some: a 204 or 205 that
 * announces a body, and a 407 that does not come from a proxy.
 */
final class StatusListener extends EventListener {
  @Override
  public void requestHeadersStart(Call call) {
    note(call, OkHttpExchange.NO_STATUS);
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    note(call, response.code());
  }

  private static void note(Call call, int status) {
    OkHttpExchange exchange = call.request().tag(OkHttpExchange.class);
    if (exchange != null) {
      exchange.answered(status);
    }
  }
}
