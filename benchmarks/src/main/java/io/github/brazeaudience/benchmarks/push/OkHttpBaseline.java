package io.github.brazeaudience.benchmarks.push;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.benchmarks.body.BaselineWriter;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * The baseline: OkHttp with {@code TCP_NODELAY} and one blocking call per request. Only the status
 * of a response is checked. With prepared bodies the encoding is not measured.
 */
final class OkHttpBaseline implements Contender {
  private static final MediaType JSON = MediaType.get("application/json");

  private final Target target;
  private final Batches batches;
  private final boolean preparedBodies;
  private final OkHttpClient client;
  private final BaselineWriter writer = new BaselineWriter(SendSegmentsAs.SINGLE_ATTRIBUTE);
  private final List<byte[]> bodies = new ArrayList<>();

  OkHttpBaseline(Target target, List<Audience> audiences, boolean preparedBodies) {
    this.target = target;
    this.batches = new Batches(audiences, target.inFlight());
    this.preparedBodies = preparedBodies;
    this.client =
        OkHttpClients.forTarget(target)
            .connectionPool(new ConnectionPool(target.inFlight(), 30, TimeUnit.SECONDS))
            .socketFactory(new NoDelaySocketFactory())
            .build();
  }

  @Override
  public void prepare(int first, int count) {
    bodies.clear();
    for (int i = 0; preparedBodies && i < Batches.count(count); i++) {
      bodies.add(writer.body(batches.batch(first, count, i)));
    }
  }

  @Override
  public void push(int first, int count) throws Exception {
    if (preparedBodies) {
      batches.each(count, number -> post(bodies.get(number)));
    } else {
      batches.sendAll(first, count, batch -> post(writer.body(batch)));
    }
  }

  private void post(byte[] body) throws IOException {
    Request request =
        new Request.Builder()
            .url(target.url())
            .header("Authorization", "Bearer key")
            .post(RequestBody.create(body, JSON))
            .build();
    try (Response response = client.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        throw new IOException("the server returned " + response.code());
      }
      response.body().bytes();
    }
  }

  @Override
  public void close() {
    batches.close();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
