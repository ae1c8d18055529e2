package io.github.brazeaudience.spring.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.testing.FakeBraze;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

/** A test of an application, as users write it. */
@SpringBootTest(classes = EnableFakeBrazeTest.Application.class)
@EnableFakeBraze
class EnableFakeBrazeTest {
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  @Autowired private FakeBraze braze;
  @Autowired private AudienceForwarder forwarder;

  @Test
  void forward_annotatedTest_writesToTheFake() {
    var update = MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11034));

    assertThat(forwarder.forward(List.of(update)).accepted()).isEqualTo(1);

    assertThat(braze.profile("u-1").orElseThrow().attribute("SegmentMembership"))
        .contains("'11034'");
  }
}
