package io.github.brazeaudience.testing.contract;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.RecordedRequest;
import okio.BufferedSink;

/** What a server of the contract answers: the same to each request. */
abstract class ScriptedResponses extends Dispatcher {
  /** Makes the answer, on a thread that may wait. */
  @FunctionalInterface
  interface Source {
    MockResponse answer(RecordedRequest request) throws InterruptedException;
  }

  /** Writes a body, on a thread that may wait. */
  @FunctionalInterface
  interface Writer {
    void writeTo(BufferedSink sink) throws IOException, InterruptedException;
  }

  private final AtomicInteger wholeRequests = new AtomicInteger();

  /**
   * How many requests came to their last byte. The server's own count has those that broke off too.
   */
  final int wholeRequests() {
    return wholeRequests.get();
  }

  abstract MockResponse answer(RecordedRequest request) throws InterruptedException;

  @Override
  public final MockResponse dispatch(RecordedRequest request) throws InterruptedException {
    wholeRequests.incrementAndGet();
    return answer(request);
  }

  /** One answer, whose effects on the socket happen too. */
  static ScriptedResponses always(MockResponse answer) {
    return new ScriptedResponses() {
      @Override
      MockResponse answer(RecordedRequest request) {
        return answer;
      }

      @Override
      public MockResponse peek() {
        return answer;
      }
    };
  }

  /** ScriptedResponses that are made when they are asked for. */
  static ScriptedResponses from(Source source) {
    return new ScriptedResponses() {
      @Override
      MockResponse answer(RecordedRequest request) throws InterruptedException {
        return source.answer(request);
      }
    };
  }

  /** A body that is written bit by bit, until it is whole or the client ends the connection. */
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
