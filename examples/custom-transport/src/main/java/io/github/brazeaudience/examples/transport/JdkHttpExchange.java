package io.github.brazeaudience.examples.transport;

import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request and its response. */
final class JdkHttpExchange implements Exchange {
  private final TransportRequest request;
  private final Consumer<JdkHttpExchange> onEnd;
  private final OneShotBodyPublisher requestBody;
  private final CompletableFuture<TransportResponse> response = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> timeout = new CompletableFuture<>();
  private volatile @Nullable CompletableFuture<?> call;
  private volatile @Nullable BoundedBodySubscriber responseBody;

  JdkHttpExchange(TransportRequest request, Consumer<JdkHttpExchange> onEnd) {
    this.request = request;
    this.onEnd = onEnd;
    this.requestBody = new OneShotBodyPublisher(request);
  }

  void startOn(HttpClient client) {
    try {
      startTimeout();
      CompletableFuture<?> started =
          client.sendAsync(HttpRequests.from(request, requestBody), this::subscribe);
      call = started;
      var unused =
          started.whenComplete(
              (ignored, failure) -> {
                if (failure != null) {
                  failWith(failure);
                }
              });
      if (response.isDone()) {
        started.cancel(true);
      }
    } catch (TransportException e) {
      fail(e);
    } catch (RuntimeException e) {
      fail(new TransportException("the HTTP client rejected the request", delivery(), e));
    }
  }

  /** Limits the whole exchange; the client's own timeout ends with the response headers. */
  private void startTimeout() {
    var unused = timeout.thenRun(this::timedOut);
    timeout.completeOnTimeout(null, request.timeout().toNanos(), TimeUnit.NANOSECONDS);
  }

  private void timedOut() {
    BoundedBodySubscriber body = responseBody;
    if (body != null) {
      body.truncate();
    }
    end(new TransportException("no response within " + request.timeout(), delivery()));
  }

  private BodySubscriber<@Nullable Void> subscribe(ResponseInfo info) {
    BoundedBodySubscriber body =
        new BoundedBodySubscriber(
            request.maxResponseBytes(), (bytes, complete) -> succeed(info, bytes, complete));
    responseBody = body;
    return body;
  }

  private void succeed(ResponseInfo info, byte[] bytes, boolean complete) {
    release();
    response.complete(
        complete
            ? TransportResponse.of(info.statusCode(), info.headers().map(), bytes)
            : TransportResponse.ofCutBody(info.statusCode(), info.headers().map(), bytes));
  }

  private void failWith(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof Error) {
      fail(cause);
    } else if (TlsFailure.inHandshake(cause)) {
      fail(
          new TransportException(
              "TLS handshake with " + host() + " failed", Delivery.NOT_SENT, cause));
    } else if (cause instanceof ProtocolException || quotesTheServer(cause)) {
      // The message may quote the response, and the response may quote the request.
      fail(new TransportException("the response from " + host() + " is not HTTP", delivery()));
    } else {
      fail(new TransportException("no response from " + host() + ": " + cause, delivery(), cause));
    }
  }

  /** The client reports invalid headers as an IOException caused by a ProtocolException. */
  private static boolean quotesTheServer(Throwable failure) {
    return failure instanceof IOException && failure.getCause() instanceof ProtocolException;
  }

  private String host() {
    return request.uri().getHost();
  }

  private Delivery delivery() {
    return requestBody.stop() ? Delivery.NOT_SENT : Delivery.UNKNOWN;
  }

  private void release() {
    timeout.cancel(false);
    onEnd.accept(this);
  }

  void fail(Throwable failure) {
    release();
    response.completeExceptionally(failure);
  }

  /** Fails the exchange and cancels the request in the client. */
  private void end(TransportException failure) {
    fail(failure);
    CompletableFuture<?> started = call;
    if (started != null) {
      started.cancel(true);
    }
  }

  @Override
  public CompletionStage<TransportResponse> response() {
    return response.minimalCompletionStage();
  }

  @Override
  public void abort() {
    if (!response.isDone()) {
      end(new TransportException("the exchange was aborted", delivery()));
    }
  }

  @Override
  public String toString() {
    return "JdkHttpExchange[" + request + "]";
  }
}
