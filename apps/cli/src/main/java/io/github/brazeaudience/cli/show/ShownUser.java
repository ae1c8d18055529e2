package io.github.brazeaudience.cli.show;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.KnownUser;
import io.github.brazeaudience.membership.ProfileExport;
import io.github.brazeaudience.preflight.PreflightFinding;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was read about one user.
 *
 * @param externalId the external id, as it was given
 * @param audience the audience that the question is about, if one was given
 * @param config the mode and the names of the attributes
 * @param store the name of the store, or null without one
 * @param stored the record, or null if the store has none or there is no store
 * @param remote the profile in Braze, or null if it was not asked for
 * @param findings what the preflight found about the attributes of this user
 * @param next what the next update of this user writes, or null without a store
 * @param now the time at which this was read
 */
public record ShownUser(
    String externalId,
    OptionalLong audience,
    BrazeAudienceConfig config,
    @Nullable String store,
    @Nullable KnownUser stored,
    @Nullable ProfileExport remote,
    List<PreflightFinding> findings,
    @Nullable NextUpdate next,
    Instant now) {
  /** Copies the findings. */
  public ShownUser {
    findings = List.copyOf(findings);
  }

  /** {@return the rows of the attributes that the store or Braze has} */
  public List<AttributeRow> attributes() {
    return AttributeRows.of(config, stored, remote);
  }

  /** Contains no external id. */
  @Override
  public String toString() {
    return "ShownUser[" + stored + ", " + remote + "]";
  }
}
