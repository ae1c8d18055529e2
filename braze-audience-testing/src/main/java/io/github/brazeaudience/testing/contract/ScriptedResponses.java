package io.github.brazeaudience.testing.contract;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.RecordedRequest;
import okio.BufferedSink;

/** Dispatcher that creates the response to every request in the same way. */
abstract class ScriptedResponses extends Dispatcher {
  /** Creates a response, on a thread that may block. */
  @FunctionalInterface
  interface Source {
    MockResponse response(RecordedRequest request) throws InterruptedException;
  }

  /** Writes a body, on a thread that may block. */
  @FunctionalInterface
  interface Writer {
    void writeTo(BufferedSink sink) throws IOException, InterruptedException;
  }

  private final AtomicInteger wholeRequests = new AtomicInteger();

  /**
   * Returns the number of requests that arrived completely. The server's own count includes
   * truncated requests.
   */
  final int wholeRequests() {
    return wholeRequests.get();
  }

  abstract MockResponse response(RecordedRequest request) throws InterruptedException;

  @Override
  public final MockResponse dispatch(RecordedRequest request) throws InterruptedException {
    wholeRequests.incrementAndGet();
    return response(request);
  }

  /** Sends the same response to every request, with its socket effects. */
  static ScriptedResponses always(MockResponse response) {
    return new ScriptedResponses() {
      @Override
      MockResponse response(RecordedRequest request) {
        return response;
      }

      @Override
      public MockResponse peek() {
        return response;
      }
    };
  }

  /** Creates each response on demand. */
  static ScriptedResponses from(Source source) {
    return new ScriptedResponses() {
      @Override
      MockResponse response(RecordedRequest request) throws InterruptedException {
        return source.response(request);
      }
    };
  }

  /**
   * A body that is written incrementally until it is complete or the client closes the connection.
   */
  static MockResponseBody body(long contentLength, Writer writer) {
    return new MockResponseBody() {
      @Override
      public long getContentLength() {
        return contentLength;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        try {
          writer.writeTo(sink);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }
}
