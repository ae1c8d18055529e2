package io.github.brazeaudience.receiver.intake;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Response to a request. */
final class Answer {
  /** Seconds after which mParticle should send a message again. */
  static final int RETRY_AFTER_SECONDS = 30;

  private final int status;
  private final byte[] body;
  private final boolean later;

  private Answer(int status, byte[] body, boolean later) {
    this.status = status;
    this.body = body;
    this.later = later;
  }

  static Answer of(Problem problem) {
    return new Answer(problem.status(), problem.body(), problem.passes());
  }

  /** A response of mParticle's protocol. */
  static Answer of(int status, byte[] body) {
    return new Answer(status, body, false);
  }

  int status() {
    return status;
  }

  void writeTo(HttpServletResponse response) throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.setContentLength(body.length);
    if (later) {
      response.setIntHeader("Retry-After", RETRY_AFTER_SECONDS);
    }
    if (status == Problem.METHOD_NOT_ALLOWED.status()) {
      response.setHeader("Allow", "POST");
    }
    response.getOutputStream().write(body);
  }
}
