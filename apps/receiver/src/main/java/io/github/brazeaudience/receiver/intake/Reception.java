package io.github.brazeaudience.receiver.intake;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** One request whose body is arriving. The container calls its methods one after another. */
final class Reception implements ReadListener, AsyncListener {
  private static final int BUFFER_BYTES = 8192;

  private final AsyncContext async;
  private final Body body;
  private final MessageHandler handler;
  private final IntakeListener listener;
  private final AtomicBoolean ended = new AtomicBoolean();

  Reception(AsyncContext async, Body body, MessageHandler handler, IntakeListener listener) {
    this.async = async;
    this.body = body;
    this.handler = handler;
    this.listener = listener;
  }

  @Override
  public void onDataAvailable() throws IOException {
    ServletInputStream in = async.getRequest().getInputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    while (!ended.get() && in.isReady()) {
      int count = in.read(buffer);
      if (count < 0) {
        return;
      }
      Problem problem = body.add(buffer, count);
      if (problem != null) {
        end(Answer.of(problem), System.nanoTime());
      }
    }
  }

  @Override
  public void onAllDataRead() throws IOException {
    if (ended.get()) {
      return;
    }
    long begun = System.nanoTime();
    Problem problem = body.uncompress();
    end(problem == null ? handler.answer(body.bytes()) : Answer.of(problem), begun);
  }

  private void end(Answer answer, long begun) throws IOException {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    body.release();
    try {
      answer.writeTo((HttpServletResponse) async.getResponse());
    } finally {
      async.complete();
      listener.answered(answer.status(), System.nanoTime() - begun);
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) throws IOException {
    end(Answer.of(Problem.TOO_SLOW), System.nanoTime());
  }

  /** The client has closed the connection, so no response is possible. */
  @Override
  public void onError(Throwable failure) {
    if (ended.compareAndSet(false, true)) {
      body.release();
      async.complete();
    }
  }

  @Override
  public void onError(AsyncEvent event) {
    onError(event.getThrowable());
  }

  @Override
  public void onComplete(AsyncEvent event) {
    body.release();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
