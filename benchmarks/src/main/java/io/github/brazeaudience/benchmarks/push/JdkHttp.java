package io.github.brazeaudience.benchmarks.push;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.benchmarks.body.BaselineWriter;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** The JDK's HTTP client with the baseline's JSON writer and one blocking call per request. */
final class JdkHttp implements Contender {
  private final Target target;
  private final Batches batches;
  private final HttpClient client;
  private final BaselineWriter writer = new BaselineWriter(SendSegmentsAs.SINGLE_ATTRIBUTE);

  JdkHttp(Target target, List<Audience> audiences) {
    this.target = target;
    this.batches = new Batches(audiences, target.inFlight());
    HttpClient.Builder builder = HttpClient.newBuilder();
    this.client =
        target.tls()
            ? builder.sslContext(target.trust().sslContext()).build()
            : builder.version(HttpClient.Version.HTTP_1_1).build();
  }

  @Override
  public void push(int first, int count) throws Exception {
    batches.sendAll(first, count, batch -> post(writer.body(batch)));
  }

  private void post(byte[] body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(target.url()))
            .header("Authorization", "Bearer key")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<byte[]> response = send(request);
    if (response.statusCode() / 100 != 2) {
      throw new IOException("the server returned " + response.statusCode());
    }
  }

  /** Retries once: this client sometimes closes a pooled connection as a request takes it. */
  private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException closed) {
      return client.send(request, BodyHandlers.ofByteArray());
    }
  }

  @Override
  public void close() {
    batches.close();
  }
}
