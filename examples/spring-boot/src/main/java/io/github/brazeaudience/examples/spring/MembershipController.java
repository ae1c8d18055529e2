package io.github.brazeaudience.examples.spring;

import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.micrometer.ForwarderMetrics;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Accepts the audiences of a user and queues them for Braze. */
@RestController
class MembershipController {
  private static final Logger LOG = LoggerFactory.getLogger(MembershipController.class);

  private final AudienceQueue queue;
  private final ForwarderMetrics metrics;

  MembershipController(AudienceQueue queue, ForwarderMetrics metrics) {
    this.queue = queue;
    this.metrics = metrics;
  }

  /** An audience in the request body. */
  record Membership(long id, @Nullable String name) {
    Audience audience() {
      return name == null ? Audience.of(id) : Audience.of(id, name);
    }
  }

  @PutMapping("/users/{id}/audiences")
  ResponseEntity<Void> put(
      @PathVariable("id") String id, @RequestBody List<Membership> memberships) {
    var audiences = memberships.stream().map(Membership::audience).toList();
    var outcome = queue.offer(MembershipSnapshot.of(UserProfile.ofCustomerId(id), audiences));
    if (outcome.isEmpty()) {
      return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
          .header(HttpHeaders.RETRY_AFTER, "1")
          .build();
    }
    outcome.get().thenAccept(this::record);
    return ResponseEntity.accepted().build();
  }

  private void record(UserOutcome outcome) {
    metrics.handle(outcome);
    if (outcome.reason().isPresent()) {
      LOG.warn("update not written: {} ({})", outcome.reason().get(), outcome.message());
    }
  }
}
