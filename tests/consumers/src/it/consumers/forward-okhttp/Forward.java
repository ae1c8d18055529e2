import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import java.util.List;

/** Forwards one user to the given server and prints the outcome. */
public final class Forward {
  private Forward() {}

  public static void main(String[] args) {
    var config =
        BrazeAudienceConfig.builder()
            .restApiKey(System.getenv("BRAZE_REST_API_KEY"))
            .instance(BrazeInstance.CUSTOM)
            .endpoints(BrazeEndpoints.ofCleartextLoopback(args[0]))
            .build();
    try (var forwarder = AudienceForwarder.create(config, OkHttpBrazeTransport.create())) {
      var update = MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11036, "Aspiring Athenians"));
      System.out.println(forwarder.forward(List.of(update)).outcomes());
    }
  }
}
