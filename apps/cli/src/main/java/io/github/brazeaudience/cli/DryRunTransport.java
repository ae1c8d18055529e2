package io.github.brazeaudience.cli;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Transport that prints each body that would be written on a line and returns a success. Other
 * requests fail, because a dry run reads nothing. If the output cannot be written, it cancels the
 * run.
 */
final class DryRunTransport implements BrazeTransport {
  private static final int CREATED = 201;
  private static final byte[] SUCCESS =
      "{\"message\":\"success\"}".getBytes(StandardCharsets.UTF_8);

  private final OutputStream out;
  private final Cancellation cancellation;
  private @Nullable IOException failure;

  DryRunTransport(OutputStream out, Cancellation cancellation) {
    this.out = out;
    this.cancellation = cancellation;
  }

  /** Exchange without a response; the cancellation ends it. */
  @Override
  public synchronized Exchange start(TransportRequest request) {
    CompletableFuture<TransportResponse> answer = new CompletableFuture<>();
    if (!request.uri().getPath().equals(BrazeOperation.TRACK_USERS.path())) {
      answer.completeExceptionally(
          TransportException.permanent("a dry run looks up no devices", Delivery.NOT_SENT, null));
      return new Printed(answer);
    }
    if (failure == null && print(request)) {
      answer.complete(TransportResponse.of(CREATED, Map.of(), SUCCESS));
    }
    return new Printed(answer);
  }

  /** The failure of standard output, if there was one. */
  synchronized Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  private boolean print(TransportRequest request) {
    try {
      request.writeBodyTo(out);
      out.write('\n');
      out.flush();
      return true;
    } catch (IOException e) {
      failure = e;
      cancellation.cancel(Cancellation.Cause.OUTPUT_CLOSED);
      return false;
    }
  }

  @Override
  public void close() {}

  private record Printed(CompletableFuture<TransportResponse> answer) implements Exchange {
    @Override
    public CompletionStage<TransportResponse> response() {
      return answer;
    }

    @Override
    public void abort() {
      answer.completeExceptionally(
          new TransportException("standard output cannot be written", Delivery.NOT_SENT));
    }
  }
}
