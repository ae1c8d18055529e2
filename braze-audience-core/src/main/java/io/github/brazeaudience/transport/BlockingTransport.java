package io.github.brazeaudience.transport;

import io.github.brazeaudience.transport.TransportException.Delivery;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Transport over blocking code that runs each exchange as a task of an executor. */
final class BlockingTransport implements BrazeTransport {
  private final BlockingExchange exchange;
  private final Executor executor;
  private final Set<Task> inFlight = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  BlockingTransport(BlockingExchange exchange, Executor executor) {
    this.exchange = Objects.requireNonNull(exchange, "exchange");
    this.executor = Objects.requireNonNull(executor, "executor");
  }

  @Override
  public Exchange start(TransportRequest request) {
    Task task = new Task(request);
    inFlight.add(task);
    if (closed) {
      task.fail(new TransportException("the transport is closed", Delivery.NOT_SENT));
      return task;
    }
    try {
      executor.execute(task);
    } catch (Throwable e) {
      // Includes errors, such as a lack of threads: the exchange has to end.
      task.refused(e);
    }
    return task;
  }

  @Override
  public void close() {
    closed = true;
    inFlight.forEach(Task::abort);
  }

  private final class Task implements Runnable, Exchange {
    private final TransportRequest request;
    private final CompletableFuture<TransportResponse> response = new CompletableFuture<>();
    private final Object lock = new Object();
    private @Nullable Thread runner;
    private boolean aborted;
    private boolean ended;

    Task(TransportRequest request) {
      this.request = request;
    }

    @Override
    public void run() {
      if (!begin()) {
        return;
      }
      TransportResponse received;
      try {
        received = exchange.exchange(request);
      } catch (TransportException e) {
        release();
        fail(e);
        return;
      } catch (Error e) {
        release();
        fail(e);
        throw e;
      } catch (Throwable e) {
        // Includes checked exceptions that were thrown without being declared.
        boolean ownInterrupt = release();
        fail(new TransportException("the exchange ended without a response", Delivery.UNKNOWN, e));
        if (e instanceof InterruptedException && !ownInterrupt) {
          Thread.currentThread().interrupt();
        }
        return;
      }
      release();
      if (received == null) {
        fail(new TransportException("the exchange returned no response", Delivery.UNKNOWN));
        return;
      }
      inFlight.remove(this);
      response.complete(received);
    }

    /** Returns true if the exchange may begin: it was not aborted and the transport is open. */
    private boolean begin() {
      synchronized (lock) {
        if (aborted) {
          return false;
        }
        if (!closed) {
          runner = Thread.currentThread();
          return true;
        }
      }
      fail(new TransportException("the transport is closed", Delivery.NOT_SENT));
      return false;
    }

    /**
     * Detaches the thread from the exchange, which has ended: a later abort has no effect. Clears
     * an interrupt that an earlier abort sent.
     *
     * @return true if the exchange was aborted
     */
    private boolean release() {
      synchronized (lock) {
        runner = null;
        ended = true;
        if (aborted) {
          Thread.interrupted();
        }
        return aborted;
      }
    }

    private void refused(Throwable e) {
      fail(new TransportException("the executor rejected the task", Delivery.NOT_SENT, e));
    }

    private void fail(Throwable e) {
      inFlight.remove(this);
      response.completeExceptionally(e);
    }

    @Override
    public CompletionStage<TransportResponse> response() {
      return response.minimalCompletionStage();
    }

    @Override
    public void abort() {
      synchronized (lock) {
        if (aborted || ended || response.isDone()) {
          return;
        }
        aborted = true;
        if (runner != null) {
          runner.interrupt();
          return;
        }
      }
      fail(new TransportException("aborted before the exchange began", Delivery.NOT_SENT));
    }
  }
}
