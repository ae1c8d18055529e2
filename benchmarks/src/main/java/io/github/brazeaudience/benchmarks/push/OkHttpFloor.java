package io.github.brazeaudience.benchmarks.push;

import io.github.brazeaudience.benchmarks.body.BareWriter;
import io.github.brazeaudience.benchmarks.body.ReadyUser;
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
 * The floor: OkHttp with {@code TCP_NODELAY} and a bare JSON writer, a blocking call for each
 * request, and nothing done with the answer but to see that it is a 2xx. With ready bodies even the
 * writing is left out.
 */
final class OkHttpFloor implements Contender {
  private static final MediaType JSON = MediaType.get("application/json");

  private final Target target;
  private final boolean ready;
  private final OkHttpClient client;
  private final BareWriter writer = new BareWriter(SendSegmentsAs.SINGLE_ATTRIBUTE);
  private final List<List<byte[]>> bodies = new ArrayList<>();

  OkHttpFloor(Target target, boolean ready) {
    this.target = target;
    this.ready = ready;
    this.client =
        Clients.okHttp(target)
            .connectionPool(new ConnectionPool(target.inFlight(), 30, TimeUnit.SECONDS))
            .socketFactory(new NoDelaySockets())
            .build();
  }

  @Override
  public void prepare(List<ReadyUser> users) {
    bodies.clear();
    if (ready) {
      Batches.of(users).forEach(batch -> bodies.add(List.of(writer.body(batch))));
    }
  }

  @Override
  public void push(List<ReadyUser> users) throws Exception {
    if (ready) {
      Batches.sendAll(bodies, target.inFlight(), body -> post(body.get(0)));
    } else {
      Batches.sendAll(Batches.of(users), target.inFlight(), batch -> post(writer.body(batch)));
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
        throw new IOException("the server answered " + response.code());
      }
      response.body().bytes();
    }
  }

  @Override
  public void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
