import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Executors;

/** Forwards one user over the HTTP client of the JDK, and prints what became of it. */
public final class Forward {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Forward() {}

  public static void main(String[] args) {
    var config =
        BrazeAudienceConfig.builder()
            .restApiKey(System.getenv("BRAZE_REST_API_KEY"))
            .instance(BrazeInstance.CUSTOM)
            .endpoints(BrazeEndpoints.ofCleartextLoopback(args[0]))
            .build();
    var executor = Executors.newSingleThreadExecutor();
    try (var forwarder = AudienceForwarder.create(config, BrazeTransport.blocking(Forward::exchange, executor))) {
      var update = MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11036, "Aspiring Athenians"));
      System.out.println(forwarder.forward(List.of(update)).outcomes());
    } finally {
      executor.shutdown();
    }
  }

  private static TransportResponse exchange(TransportRequest request) throws IOException, InterruptedException {
    var post =
        HttpRequest.newBuilder(request.uri())
            .timeout(request.timeout())
            .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
    request.headers().forEach(post::header);
    var response = CLIENT.send(post.build(), HttpResponse.BodyHandlers.ofByteArray());
    return TransportResponse.of(response.statusCode(), response.headers().map(), response.body());
  }
}
