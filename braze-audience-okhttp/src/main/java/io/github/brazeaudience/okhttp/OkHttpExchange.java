package io.github.brazeaudience.okhttp;

import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One call of OkHttp and what came of it. */
final class OkHttpExchange implements Exchange, Callback {
  /** There is no response yet. */
  static final int NO_STATUS = 0;

  /** WAITING turns into one of the others, and that is final. */
  private enum Sending {
    WAITING,
    BEGUN,
    NEVER
  }

  private final TransportRequest request;
  private final Consumer<OkHttpExchange> atEnd;
  private final CompletableFuture<TransportResponse> response = new CompletableFuture<>();
  private final AtomicReference<Sending> sending = new AtomicReference<>(Sending.WAITING);
  private volatile @Nullable Call call;

  private volatile int status = NO_STATUS;

  OkHttpExchange(TransportRequest request, Consumer<OkHttpExchange> atEnd) {
    this.request = request;
    this.atEnd = atEnd;
  }

  void startOn(Call.Factory calls) {
    try {
      Call started = calls.newCall(HttpRequests.from(request, this));
      started.timeout().timeout(request.timeout().toNanos(), TimeUnit.NANOSECONDS);
      call = started;
      started.enqueue(this);
      if (response.isDone()) {
        started.cancel();
      }
    } catch (TransportException e) {
      fail(e);
    } catch (RuntimeException e) {
      fail(new TransportException("OkHttp did not take the call", delivery(), e));
    } catch (LinkageError e) {
      fail(e);
    }
  }

  /**
   * Whether the request may go out. Once it may, nobody can say any more that it was never sent.
   */
  boolean maySend() {
    return sending.compareAndSet(Sending.WAITING, Sending.BEGUN) || sending.get() == Sending.BEGUN;
  }

  /** What can be said of an exchange that ends here: if sending has not begun, it never will. */
  private Delivery delivery() {
    boolean never =
        sending.compareAndSet(Sending.WAITING, Sending.NEVER) || sending.get() == Sending.NEVER;
    return never ? Delivery.NOT_SENT : Delivery.UNKNOWN;
  }

  void answered(int code) {
    status = code;
  }

  @Override
  public void onResponse(Call call, Response answer) {
    TransportResponse read;
    try (answer) {
      read = read(call, answer);
    } catch (RuntimeException e) {
      fail(new TransportException("the answer could not be read", delivery(), e));
      return;
    } catch (Error e) {
      fail(e);
      throw e;
    }
    atEnd.accept(this);
    response.complete(read);
  }

  private TransportResponse read(Call call, Response answer) {
    BoundedBody body = new BoundedBody(request.maxResponseBytes(), answer.body().contentLength());
    boolean whole;
    try {
      whole = body.readFrom(answer.body().byteStream());
    } catch (IOException e) {
      // The body broke off or came too late; the status is there and counts.
      whole = false;
    }
    if (whole) {
      return TransportResponse.of(answer.code(), answer.headers().toMultimap(), body.bytes());
    }
    // Closing it would read on for a while, in the hope of using the connection again.
    call.cancel();
    return TransportResponse.ofCutBody(answer.code(), answer.headers().toMultimap(), body.bytes());
  }

  @Override
  public void onFailure(Call call, IOException failure) {
    // OkHttp wraps what its threads throw: libraries that do not fit together are no network that
    // fails.
    Stream.concat(Stream.ofNullable(failure.getCause()), Stream.of(failure.getSuppressed()))
        .filter(Error.class::isInstance)
        .findFirst()
        .ifPresentOrElse(this::fail, () -> failed(failure));
  }

  /** A status that OkHttp has read counts, even if it refuses the rest of the response. */
  private void failed(IOException failure) {
    if (status != NO_STATUS && failure instanceof ProtocolException) {
      atEnd.accept(this);
      response.complete(TransportResponse.ofCutBody(status, Map.of(), new byte[0]));
    } else {
      fail(noAnswer(failure));
    }
  }

  private TransportException noAnswer(IOException failure) {
    String message = "no answer from " + request.uri().getHost() + ": ";
    if (failure instanceof ProtocolException) {
      // Its message may quote what came from the server, and a server may quote what it was sent.
      return new TransportException(message + "what came was not HTTP", delivery());
    }
    return new TransportException(message + failure.getMessage(), delivery(), failure);
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
    // Before the call is cancelled, which looks like an answer that breaks off to whoever reads it;
    // and so that a call that is just being started is cancelled either here or there.
    fail(new TransportException("the exchange was aborted", delivery()));
    Call started = call;
    if (started != null) {
      started.cancel();
    }
  }

  @Override
  public String toString() {
    return "OkHttpExchange[" + request + "]";
  }
}
