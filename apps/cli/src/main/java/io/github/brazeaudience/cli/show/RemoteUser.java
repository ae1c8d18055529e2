package io.github.brazeaudience.cli.show;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.KnownUser;
import io.github.brazeaudience.membership.ProfileExport;
import io.github.brazeaudience.preflight.PreflightFinding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Data of one user that was read from Braze.
 *
 * @param profile null if it was not read
 * @param findings what the preflight found about the attributes of the user
 */
public record RemoteUser(@Nullable ProfileExport profile, List<PreflightFinding> findings) {
  /** Nothing was read. */
  public static final RemoteUser NOT_READ = new RemoteUser(null, List.of());

  /** Copies the findings. */
  public RemoteUser {
    findings = List.copyOf(findings);
  }

  /** Reads the profile and, if that succeeds, checks the data types of its attributes. */
  public static RemoteUser read(
      AudienceForwarder forwarder,
      BrazeAudienceConfig config,
      UserProfile user,
      @Nullable KnownUser stored) {
    ProfileExport profile = forwarder.inspector().export(user);
    return new RemoteUser(
        profile,
        profile instanceof ProfileExport.Failed
            ? List.of()
            : forwarder.preflight(audiences(config, stored)).findings());
  }

  private static List<Audience> audiences(BrazeAudienceConfig config, @Nullable KnownUser stored) {
    List<Audience> audiences = new ArrayList<>();
    int prefix = config.attributeNames().perSegmentPrefix().length();
    if (stored != null) {
      stored
          .segments()
          .forEach(
              (name, flag) ->
                  flag.audienceId()
                      .ifPresent(id -> audiences.add(Audience.of(id, name.substring(prefix)))));
    }
    return audiences;
  }

  /** Contains no attribute. */
  @Override
  public String toString() {
    return "RemoteUser[" + profile + "]";
  }
}
