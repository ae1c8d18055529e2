package io.github.brazeaudience.benchmarks.push;

import io.github.brazeaudience.benchmarks.body.BareWriter;
import io.github.brazeaudience.benchmarks.body.ReadyUser;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** The JDK's client and a bare JSON writer, a blocking call for each request. */
final class JdkHttp implements Contender {
  private final Target target;
  private final HttpClient client;
  private final BareWriter writer = new BareWriter(SendSegmentsAs.SINGLE_ATTRIBUTE);

  JdkHttp(Target target) {
    this.target = target;
    HttpClient.Builder builder = HttpClient.newBuilder();
    this.client =
        target.tls()
            ? builder.sslContext(target.trust().sslContext()).build()
            : builder.version(HttpClient.Version.HTTP_1_1).build();
  }

  @Override
  public void push(List<ReadyUser> users) throws Exception {
    Batches.sendAll(Batches.of(users), target.inFlight(), batch -> post(writer.body(batch)));
  }

  private void post(byte[] body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(target.url()))
            .header("Authorization", "Bearer key")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<byte[]> response = answer(request);
    if (response.statusCode() / 100 != 2) {
      throw new IOException("the server answered " + response.statusCode());
    }
  }

  /**
   * Sends a second time what finds no answer: now and then this client closes a connection of its
   * pool under the request that has just taken it.
   */
  private HttpResponse<byte[]> answer(HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException closed) {
      return client.send(request, BodyHandlers.ofByteArray());
    }
  }

  @Override
  public void close() {}
}
