package io.github.brazeaudience.receiver.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.receiver.journal.Journal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Responds to {@code GET /health/live} and {@code /health/ready}: 200, or 503 while messages cannot
 * be kept. The body of both has the damage found in the journal and why updates are kept.
 */
final class HealthHandler implements HttpHandler {
  static final String LIVE = "/health/live";
  static final String READY = "/health/ready";

  private final Journal journal;
  private final Supplier<Set<Reason>> keptBecause;

  HealthHandler(Journal journal, Supplier<Set<Reason>> keptBecause) {
    this.journal = journal;
    this.keptBecause = keptBecause;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (!path.equals(LIVE) && !path.equals(READY)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      boolean failing = journal.isFailing();
      byte[] body =
          String.format(
                  Locale.ROOT,
                  "{\"journal_failing\":%b,\"journal_unreadable_bytes\":%d,\"updates_kept_because\":[%s]}",
                  failing,
                  journal.unreadableBytes(),
                  keptBecause.get().stream()
                      .sorted()
                      .map(reason -> '"' + reason.name() + '"')
                      .collect(Collectors.joining(",")))
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(failing && path.equals(READY) ? 503 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
