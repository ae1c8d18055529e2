package io.github.brazeaudience.examples.transport;

import io.github.brazeaudience.transport.ConnectFailure;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Exchange that is performed by the JDK's HTTP client. */
final class JdkHttpExchange implements Exchange {
  private final TransportRequest request;
  private final Consumer<JdkHttpExchange> atEnd;
  private final OneShotBodyPublisher requestBody;
  private final CompletableFuture<TransportResponse> response = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> timeLimit = new CompletableFuture<>();
  private volatile @Nullable CompletableFuture<?> call;
  private volatile @Nullable BoundedBody body;

  JdkHttpExchange(TransportRequest request, Consumer<JdkHttpExchange> atEnd) {
    this.request = request;
    this.atEnd = atEnd;
    this.requestBody = new OneShotBodyPublisher(request);
  }

  void startOn(HttpClient client) {
    try {
      limitTime();
      CompletableFuture<HttpResponse<@Nullable Void>> started =
          client.sendAsync(HttpRequests.from(request, requestBody), this::bodyOf);
      call = started;
      var unused =
          started.whenComplete(
              (answer, failure) -> {
                if (failure != null) {
                  failedWith(failure, client);
                } else if (body == null) {
                  proxyResponded(answer.statusCode(), client);
                }
              });
      if (response.isDone()) {
        started.cancel(true);
      }
    } catch (TransportException e) {
      fail(e);
    } catch (RuntimeException e) {
      fail(new TransportException("the HTTP client did not take the request", delivery(), e));
    }
  }

  /** Enforces the time limit, because the client's own limit ends with the response headers. */
  private void limitTime() {
    var unused = timeLimit.thenRun(this::timedOut);
    timeLimit.completeOnTimeout(null, request.timeout().toNanos(), TimeUnit.NANOSECONDS);
  }

  private void timedOut() {
    BoundedBody begun = body;
    if (begun != null) {
      begun.cut();
    }
    end(new TransportException("no response within " + request.timeout(), delivery()));
  }

  private BodySubscriber<@Nullable Void> bodyOf(ResponseInfo info) {
    BoundedBody begun =
        new BoundedBody(request.maxResponseBytes(), (bytes, whole) -> answer(info, bytes, whole));
    body = begun;
    return begun;
  }

  /** The client reports a proxy's request for credentials as a status without a body. */
  private void proxyResponded(int status, HttpClient client) {
    ConnectFailure refused = ConnectFailures.refused(client, request.uri(), status);
    if (refused != null && requestBody.stop()) {
      fail(new TransportException("could not connect to " + host(), refused, null));
    } else {
      fail(new TransportException("no response from " + host() + " but " + status, delivery()));
    }
  }

  private void answer(ResponseInfo info, byte[] bytes, boolean whole) {
    ended();
    response.complete(
        whole
            ? TransportResponse.of(info.statusCode(), info.headers().map(), bytes)
            : TransportResponse.ofCutBody(info.statusCode(), info.headers().map(), bytes));
  }

  private void failedWith(Throwable failure, HttpClient client) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    ConnectFailure known =
        requestBody.stop() || TlsFailure.inHandshake(cause)
            ? ConnectFailures.of(cause, client, request.uri())
            : null;
    if (cause instanceof Error) {
      fail(cause);
    } else if (known != null) {
      fail(new TransportException("could not connect to " + host(), known, cause));
    } else if (TlsFailure.inHandshake(cause)) {
      fail(new TransportException("no TLS with " + host(), Delivery.NOT_SENT, cause));
    } else if (cause instanceof ProtocolException || quotesTheServer(cause)) {
      // The message may quote the response, and the response may quote user data.
      fail(new TransportException("the response from " + host() + " was not HTTP", delivery()));
    } else {
      fail(new TransportException("no response from " + host() + ": " + cause, delivery(), cause));
    }
  }

  /** The client reports unreadable headers as an IOException with a ProtocolException inside. */
  private static boolean quotesTheServer(Throwable failure) {
    return failure instanceof IOException && failure.getCause() instanceof ProtocolException;
  }

  private String host() {
    return request.uri().getHost();
  }

  private Delivery delivery() {
    return requestBody.stop() ? Delivery.NOT_SENT : Delivery.UNKNOWN;
  }

  private void ended() {
    timeLimit.cancel(false);
    atEnd.accept(this);
  }

  void fail(Throwable failure) {
    ended();
    response.completeExceptionally(failure);
  }

  /** Ends the exchange, and the work of the client for it. */
  private void end(TransportException why) {
    fail(why);
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
