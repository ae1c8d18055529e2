import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import java.util.List;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

/** An application with three properties, which forwards one user and prints the outcome. */
@EnableAutoConfiguration
@Configuration(proxyBeanMethods = false)
public class Forward {
  public static void main(String[] args) {
    var application =
        new SpringApplicationBuilder(Forward.class)
            .properties(
                "braze.audience.rest-api-key=${BRAZE_REST_API_KEY}",
                "braze.audience.rest-endpoint=" + args[0],
                "braze.audience.send-segments-as=one-attribute-per-segment");
    try (var context = application.run()) {
      var forwarder = context.getBean(AudienceForwarder.class);
      var update = MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11036, "Aspiring Athenians"));
      System.out.println("Spring Boot " + SpringBootVersion.getVersion());
      System.out.println(forwarder.forward(List.of(update)).outcomes());
    }
  }
}
