package io.github.brazeaudience.cli.show;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.KnownUser;
import io.github.brazeaudience.membership.KnownUser.Flag;
import io.github.brazeaudience.outcome.ForwardPlan;
import io.github.brazeaudience.outcome.UserOutcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out what the next update of a user would write. Sends nothing. */
public final class Planner {
  private Planner() {}

  /** Plans a snapshot of the audiences that the store has. */
  public static NextUpdate plan(
      AudienceForwarder forwarder,
      BrazeAudienceConfig config,
      UserProfile user,
      @Nullable KnownUser stored) {
    if (stored == null) {
      return new NextUpdate(
          "A snapshot is written in full. A change is refused if the mode needs all audiences.",
          Optional.empty());
    }
    if (stored.damage().isPresent()) {
      return new NextUpdate(
          "Nothing is written until the record is deleted: forward --store ... --forget USER.",
          Optional.empty());
    }
    List<Audience> audiences = audiences(config, stored);
    if (audiences.size() < stored.members().size()) {
      return new NextUpdate(
          how(stored) + " The store has no name of some audiences, so no update was planned.",
          Optional.empty());
    }
    ForwardPlan plan = forwarder.plan(List.of(MembershipSnapshot.of(user, List.copyOf(audiences))));
    for (UserOutcome outcome : plan.outcomes()) {
      if (outcome.reason().isPresent()) {
        return new NextUpdate(
            "A snapshot of these audiences is refused: " + outcome.message(), Optional.empty());
      }
    }
    Optional<String> object =
        plan.bodies().stream().map(body -> new String(body, StandardCharsets.UTF_8)).findFirst();
    return new NextUpdate(
        how(stored)
            + (object.isPresent()
                ? " A snapshot of the same audiences writes:"
                : " A snapshot of the same audiences writes nothing."),
        object);
  }

  private static String how(KnownUser stored) {
    return stored.pending()
        ? "It is written in full, because the result of an earlier write is unknown."
        : "Only what differs from the store is written.";
  }

  /** The members with the names of their attributes per segment; without those that have none. */
  private static List<Audience> audiences(BrazeAudienceConfig config, KnownUser stored) {
    String prefix = config.attributeNames().perSegmentPrefix();
    Map<Long, String> names = new HashMap<>();
    stored
        .segments()
        .forEach(
            (name, flag) ->
                owner(flag).ifPresent(id -> names.put(id, name.substring(prefix.length()))));
    List<Audience> audiences = new ArrayList<>();
    for (long id : stored.members()) {
      String name = names.get(id);
      if (name != null) {
        audiences.add(Audience.of(id, name));
      } else if (!config.sendSegmentsAs().perSegment()) {
        audiences.add(Audience.of(id));
      }
    }
    return audiences;
  }

  private static Optional<Long> owner(Flag flag) {
    return flag.member() ? flag.audienceId() : Optional.empty();
  }
}
