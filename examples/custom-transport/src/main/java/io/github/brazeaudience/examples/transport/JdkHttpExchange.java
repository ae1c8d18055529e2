package io.github.brazeaudience.examples.transport;

import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Exchange that is performed by the JDK's HTTP client. */
final class JdkHttpExchange implements Exchange {
  private final TransportRequest request;
  private final HttpClient client;

  /** Null until the first of two decides it: the client that requests the body, or a failure. */
  private final AtomicReference<@Nullable Delivery> delivery;

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final CompletableFuture<TransportResponse> response = new CompletableFuture<>();
  private volatile @Nullable ResponseInfo head;

  JdkHttpExchange(TransportRequest request, HttpClient client) {
    this.request = request;
    this.client = client;
    // The client may send the headers of a request with an empty body without requesting the body.
    this.delivery = new AtomicReference<>(request.contentLength() == 0 ? Delivery.UNKNOWN : null);
  }

  void start() {
    CompletableFuture<HttpResponse<Void>> call;
    try {
      call = client.sendAsync(httpRequest(), this::onHead);
    } catch (RuntimeException e) {
      // Without the exception, which quotes the header.
      fail(new TransportException("HTTP allows no such address or header", Delivery.NOT_SENT));
      return;
    }
    var unused = call.whenComplete(this::onEnd);
    // The client's own time limit ends with the headers of the response.
    var limited = response.copy().orTimeout(request.timeout().toNanos(), TimeUnit.NANOSECONDS);
    var unusedToo =
        limited.whenComplete(
            (received, failure) -> {
              if (failure instanceof TimeoutException) {
                respond(false);
                fail(new TransportException("no response in time", delivery()));
              }
              call.cancel(true);
            });
  }

  private HttpRequest httpRequest() {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.uri()).method(request.method(), bodyOnce());
    request.headers().forEach(builder::header);
    if (request.uri().getScheme().equalsIgnoreCase("http")) {
      // Avoids an upgrade request to HTTP/2, which few cleartext servers support.
      builder.version(HttpClient.Version.HTTP_1_1);
    }
    return builder.build();
  }

  /**
   * Body that the client can obtain once. The client requests it after connecting and completing
   * the TLS handshake. If the exchange ends before that, Braze received nothing.
   */
  private HttpRequest.BodyPublisher bodyOnce() {
    long length = request.contentLength();
    return length == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::openBody), length);
  }

  private @Nullable InputStream openBody() {
    return delivery.compareAndSet(null, Delivery.UNKNOWN)
        ? new ByteArrayInputStream(request.body())
        : null;
  }

  private HttpResponse.BodySubscriber<Void> onHead(ResponseInfo info) {
    head = info;
    return HttpResponse.BodySubscribers.ofByteArrayConsumer(part -> part.ifPresent(this::onBody));
  }

  private void onBody(byte[] part) {
    int room = request.maxResponseBytes() - body.size();
    body.write(part, 0, Math.min(part.length, room));
    if (part.length > room) {
      respond(false);
    }
  }

  private void respond(boolean whole) {
    ResponseInfo info = head;
    if (info != null) {
      var headers = info.headers().map();
      byte[] read = body.toByteArray();
      response.complete(
          whole
              ? TransportResponse.of(info.statusCode(), headers, read)
              : TransportResponse.ofCutBody(info.statusCode(), headers, read));
    }
  }

  private void onEnd(HttpResponse<?> answer, @Nullable Throwable failure) {
    respond(failure == null);
    // The client reports some responses of a proxy as a status without a body.
    Throwable cause =
        failure != null ? failure : new IOException(Failures.TUNNEL + answer.statusCode());
    fail(Failures.of(cause, client, request.uri(), delivery()));
  }

  /** Prevents the body from being sent, if the client has not requested it. */
  private Delivery delivery() {
    delivery.compareAndSet(null, Delivery.NOT_SENT);
    return Objects.requireNonNull(delivery.get());
  }

  /** Fails the exchange, unless it has ended. */
  void fail(Throwable failure) {
    response.completeExceptionally(failure);
  }

  @Override
  public CompletionStage<TransportResponse> response() {
    return response.minimalCompletionStage();
  }

  @Override
  public void abort() {
    fail(new TransportException("the exchange was aborted", delivery()));
  }
}
