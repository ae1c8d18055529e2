package io.github.brazeaudience.okhttp;

import java.nio.charset.StandardCharsets;
import kotlin.jvm.functions.Function0;
import kotlin.reflect.KClass;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.EventListener;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Timeout;

/** Manually controlled call that records its invocations. */
final class CallByHand implements Call {
  private static final Request REQUEST = new Request.Builder().url("http://localhost/").build();

  volatile boolean enqueued;
  volatile boolean cancelled;

  /** It came to its end by itself. */
  volatile boolean over;

  Response answer() {
    return new Response.Builder()
        .request(REQUEST)
        .protocol(Protocol.HTTP_1_1)
        .code(201)
        .message("Created")
        .body(ResponseBody.create("{}".getBytes(StandardCharsets.UTF_8), null))
        .build();
  }

  @Override
  public Request request() {
    return REQUEST;
  }

  @Override
  public void enqueue(Callback callback) {
    enqueued = true;
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  @Override
  public Timeout timeout() {
    return new Timeout();
  }

  @Override
  public Response execute() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isExecuted() {
    return enqueued;
  }

  @Override
  public boolean isCanceled() {
    return cancelled;
  }

  @Override
  public void addEventListener(EventListener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> T tag(KClass<T> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> T tag(Class<? extends T> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> T tag(KClass<T> type, Function0<? extends T> make) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> T tag(Class<T> type, Function0<? extends T> make) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Call clone() {
    throw new UnsupportedOperationException();
  }
}
