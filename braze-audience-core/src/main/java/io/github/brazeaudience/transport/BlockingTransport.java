package io.github.brazeaudience.transport;

import io.github.brazeaudience.transport.TransportException.Delivery;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A transport over blocking code: each exchange is a task of the executor. */
final class BlockingTransport implements BrazeTransport {
  private final BlockingExchange exchange;
  private final Executor executor;
  private final Set<Task> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  BlockingTransport(BlockingExchange exchange, Executor executor) {
    this.exchange = Objects.requireNonNull(exchange, "exchange");
    this.executor = Objects.requireNonNull(executor, "executor");
  }

  @Override
  public Exchange start(TransportRequest request) {
    Task task = new Task(request);
    underWay.add(task);
    if (closed) {
      task.fail(new TransportException("the transport is closed", Delivery.NOT_SENT));
      return task;
    }
    try {
      executor.execute(task);
    } catch (Throwable e) {
      task.refused(e);
    }
    return task;
  }

  @Override
  public void close() {
    closed = true;
    underWay.forEach(Task::abort);
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
      if (!begins()) {
        return;
      }
      TransportResponse answer;
      try {
        answer = exchange.exchange(request);
      } catch (TransportException e) {
        release();
        fail(e);
        return;
      } catch (Error e) {
        release();
        fail(e);
        throw e;
      } catch (Throwable e) {
        // Also a checked exception in disguise.
        boolean ownInterrupt = release();
        fail(new TransportException("the exchange ended without an answer", Delivery.UNKNOWN, e));
        if (e instanceof InterruptedException && !ownInterrupt) {
          Thread.currentThread().interrupt();
        }
        return;
      }
      release();
      if (answer == null) {
        fail(new TransportException("the exchange gave no response", Delivery.UNKNOWN));
        return;
      }
      underWay.remove(this);
      response.complete(answer);
    }

    /** Whether the exchange may begin; a transport that is closed meanwhile begins none. */
    private boolean begins() {
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
     * The exchange has ended: after this no abort reaches the thread or changes what came of it,
     * and an interrupt that was meant for the exchange is taken back.
     *
     * @return whether there was one that was meant for the exchange
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
      fail(new TransportException("the executor took no further task", Delivery.NOT_SENT, e));
    }

    private void fail(Throwable e) {
      underWay.remove(this);
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
