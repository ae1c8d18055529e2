package io.github.brazeaudience.cli;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.ForwardSummary;
import java.util.List;

/** Deletes the records of users from the store. Nothing is sent. */
final class ForgetOperation implements Operation {
  private final List<String> externalIds;
  private final BrazeAudienceConfig config;

  ForgetOperation(List<String> externalIds, BrazeAudienceConfig config) {
    this.externalIds = List.copyOf(externalIds);
    this.config = config;
  }

  @Override
  public String command() {
    return "forward";
  }

  @Override
  public ForwardSummary run(AudienceForwarder forwarder, RunOutcomes outcomes) {
    try {
      for (String externalId : externalIds) {
        forwarder.forget(
            UserProfile.builder().identity(config.externalIdentityType(), externalId).build());
      }
    } catch (RuntimeException e) {
      throw new StoreFailedException(e);
    }
    outcomes.say(
        "Deleted the records of %s from the store; forward a snapshot of each next"
            .formatted(ConsoleSummary.counted(externalIds.size(), "user")));
    return ForwardSummary.builder().build();
  }
}
