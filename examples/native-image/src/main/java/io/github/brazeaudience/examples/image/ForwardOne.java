package io.github.brazeaudience.examples.image;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Forwards one user: {@code forward-one rest.iad-03.braze.com u-1 11036 11034}. */
public final class ForwardOne {
  private ForwardOne() {}

  /** Arguments: the REST endpoint, the external id, and the ids of the user's audiences. */
  public static void main(String[] arguments) {
    System.exit(run(System.getenv(), arguments));
  }

  /** Forwards the user, prints the outcome and returns the exit code. */
  static int run(Map<String, String> environment, String... arguments) {
    String key = environment.get("BRAZE_REST_API_KEY");
    if (arguments.length < 2 || key == null) {
      System.err.println("usage: BRAZE_REST_API_KEY=... forward-one ENDPOINT USER [AUDIENCE...]");
      return 2;
    }
    var config =
        BrazeAudienceConfig.builder().restApiKey(key).endpoints(endpoints(arguments[0])).build();
    var audiences =
        Arrays.stream(arguments).skip(2).map(Long::parseLong).map(Audience::of).toList();
    var update = MembershipSnapshot.of(UserProfile.ofCustomerId(arguments[1]), audiences);
    try (var forwarder = AudienceForwarder.create(config, OkHttpBrazeTransport.create())) {
      var report = forwarder.forward(List.of(update));
      System.out.println(report.outcomes().get(0));
      return report.complete() ? 0 : 1;
    }
  }

  private static BrazeEndpoints endpoints(String authority) {
    return authority.startsWith("localhost:") || authority.startsWith("127.0.0.1:")
        ? BrazeEndpoints.ofCleartextLoopback(authority)
        : BrazeEndpoints.ofRest(authority);
  }
}
