package io.github.brazeaudience.receiver.intake;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Servlet filter that takes the messages posted to one path, and passes other requests on. A body
 * is read as it arrives, without a waiting thread, so a slow client delays no other.
 */
public final class IntakeFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String POST = "POST";
  private static final Set<String> READING = Set.of("GET", "HEAD");

  private final String path;
  private final transient Secret secret;
  private final transient MessageHandler handler;
  private final transient IntakeListener listener;
  private final transient BodyMemory memory = BodyMemory.ofThisProcess();

  /**
   * Creates the filter.
   *
   * @param path the path of messages, such as {@code /}; its pages for people stay readable
   * @param secret the secret that requests must have
   */
  public IntakeFilter(String path, Secret secret, MessageHandler handler, IntakeListener listener) {
    this.path = path;
    this.secret = secret;
    this.handler = handler;
    this.listener = listener;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean isForUs = request.getRequestURI().equals(path);
    if (isForUs && request.getMethod().equals(POST)) {
      take(request, response);
    } else if (isForUs && !(path.equals("/") && READING.contains(request.getMethod()))) {
      Answer.of(Problem.METHOD_NOT_ALLOWED).writeTo(response);
    } else {
      chain.doFilter(request, response);
    }
  }

  private void take(HttpServletRequest request, HttpServletResponse response) throws IOException {
    long begun = System.nanoTime();
    Problem problem =
        secret.accepts(request.getHeader(Secret.HEADER))
            ? Body.refusal(request.getContentLengthLong(), request.getHeader("Content-Encoding"))
            : Problem.UNAUTHORIZED;
    if (problem != null) {
      Answer.of(problem).writeTo(response);
      listener.answered(problem.status(), System.nanoTime() - begun);
      return;
    }
    AsyncContext async = request.startAsync();
    async.setTimeout(Body.SECONDS * 1_000L);
    Reception reception = new Reception(async, new Body(memory), handler, listener);
    async.addListener(reception);
    request.getInputStream().setReadListener(reception);
  }
}
