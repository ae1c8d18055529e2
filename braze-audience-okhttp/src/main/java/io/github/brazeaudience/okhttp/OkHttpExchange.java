package io.github.brazeaudience.okhttp;

import io.github.brazeaudience.transport.ConnectFailure;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Exchange that is performed by one OkHttp call. */
final class OkHttpExchange implements Exchange, Callback {
  private final TransportRequest request;
  private final Consumer<OkHttpExchange> atEnd;
  private final CompletableFuture<TransportResponse> response = new CompletableFuture<>();
  private final Sending sending = new Sending();
  private final HiddenRetryAfter retryAfter = new HiddenRetryAfter();
  private volatile @Nullable Call call;

  OkHttpExchange(TransportRequest request, Consumer<OkHttpExchange> atEnd) {
    this.request = request;
    this.atEnd = atEnd;
  }

  /**
   * {@return the exchange of a call} Interceptors may replace the request, but not the call's own.
   */
  static OkHttpExchange of(Call call) {
    return Objects.requireNonNull(call.request().tag(OkHttpExchange.class), "exchange of the call");
  }

  void startOn(Call.Factory calls) {
    try {
      Call started = calls.newCall(HttpRequests.from(request, this));
      started.timeout().timeout(request.timeout().toNanos(), TimeUnit.NANOSECONDS);
      call = started;
      started.enqueue(this);
      if (response.isDone()) {
        ApplicationFailure.cancel(started);
      }
    } catch (TransportException e) {
      fail(e);
    } catch (Throwable e) {
      // For example, a listener of the application threw, or a thread was refused.
      failWith(e);
      cancelCall();
    }
  }

  Duration timeout() {
    return request.timeout();
  }

  Sending sending() {
    return sending;
  }

  HiddenRetryAfter retryAfter() {
    return retryAfter;
  }

  /** Returns true if the request may be written. After that it may have arrived. */
  boolean maySend() {
    return sending.mayBegin();
  }

  @Override
  public void onResponse(Call call, Response answer) {
    try (answer) {
      TransportResponse received = read(call, answer);
      ExchangeThread.handsOver();
      complete(received);
    } catch (TransportException e) {
      fail(e);
    } catch (Throwable e) {
      // If the exchange has its response, only closing it has failed.
      failWith(e);
    } finally {
      ExchangeThread.ended(null);
    }
  }

  private TransportResponse read(Call call, Response answer) throws TransportException {
    boolean success = answer.code() >= 200 && answer.code() < 300;
    if (success && sending.isUntouched()) {
      throw Failures.answeredUnsent(answer.code());
    }
    if (success && !answer.body().source().isOpen()) {
      throw Failures.consumed(answer.code(), sending.end(null));
    }
    BoundedBody body = new BoundedBody(request.maxResponseBytes(), answer.body().contentLength());
    boolean whole;
    try {
      whole = body.readFrom(answer.body().byteStream());
    } catch (IOException e) {
      // The body was cut off or came too late, but the status is known.
      whole = false;
    } catch (RuntimeException e) {
      // A listener of the application threw; the status of a refusal still counts.
      if (success) {
        throw e;
      }
      whole = false;
    }
    if (whole) {
      return TransportResponse.of(answer.code(), answer.headers().toMultimap(), body.bytes());
    }
    // Closing the response would read the rest of the body to reuse the connection.
    ApplicationFailure.cancel(call);
    return TransportResponse.ofCutBody(answer.code(), answer.headers().toMultimap(), body.bytes());
  }

  @Override
  public void onFailure(Call call, IOException failure) {
    Throwable thrown = ApplicationFailure.thrown(failure);
    TransportResponse refused = Failures.refusedResponse(thrown);
    if (refused == null) {
      failWith(thrown);
    } else {
      ApplicationFailure.cancel(call);
      complete(refused);
    }
    ExchangeThread.ended(thrown);
  }

  void failWith(Throwable thrown) {
    fail(failureOf(thrown));
  }

  private void complete(TransportResponse received) {
    atEnd.accept(this);
    response.complete(received);
  }

  private Throwable failureOf(Throwable thrown) {
    Delivery delivery = sending.end(thrown);
    String host = String.valueOf(request.uri().getHost());
    ConnectFailure known = sending.identified(thrown);
    return known != null && delivery == Delivery.NOT_SENT
        ? new TransportException("could not connect to " + host + ": " + known, known, thrown)
        : Failures.of(thrown, delivery, host);
  }

  void fail(Throwable failure) {
    atEnd.accept(this);
    response.completeExceptionally(failure);
  }

  @Override
  public CompletionStage<TransportResponse> response() {
    return response.minimalCompletionStage();
  }

  @Override
  public void abort() {
    if (response.isDone()) {
      return;
    }
    // Fail first: cancelling looks like a broken response to the thread that reads it. This order
    // also ensures that a call that is being started is cancelled by one of the two threads.
    fail(new TransportException("the exchange was aborted", sending.end(null)));
    cancelCall();
  }

  private void cancelCall() {
    Call started = call;
    if (started != null) {
      ApplicationFailure.cancel(started);
    }
  }

  @Override
  public String toString() {
    return "OkHttpExchange[" + request + "]";
  }
}
