package io.github.brazeaudience.options;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.config.SendSegmentsAs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that select the attributes to write and the identities to use. */
public final class SegmentOptions {
  @Option(
      names = "--send-segments-as",
      paramLabel = "MODE",
      description = {
        "Attributes to write: SINGLE_ATTRIBUTE, ONE_ATTRIBUTE_PER_SEGMENT, SINGLE_AND_PER_SEGMENT,"
            + " ARRAY_ATTRIBUTE, SINGLE_AND_ARRAY, ARRAY_AND_PER_SEGMENT or"
            + " SINGLE_AND_ARRAY_AND_PER_SEGMENT. Default: SINGLE_ATTRIBUTE; for demo"
            + " SINGLE_AND_PER_SEGMENT; for receive none."
      })
  @Nullable SendSegmentsAs sendSegmentsAs;

  @Option(
      names = "--external-identity-type",
      paramLabel = "TYPE",
      description = "Identity that is sent as Braze's external id (default: CUSTOMER_ID).")
  @Nullable IdentityType externalIdentityType;

  @Option(
      names = "--email-identity-type",
      paramLabel = "TYPE",
      description = "Identity that is sent as the email (default: EMAIL).")
  @Nullable IdentityType emailIdentityType;

  @Option(
      names = "--array-max-length",
      paramLabel = "N",
      converter = Limit.ArrayMaxLength.class,
      description =
          "Maximum number of ids in the array attribute, at most its Max length in Braze's"
              + " dashboard (default: 500).")
  @Nullable Integer arrayMaxLength;

  @Option(
      names = "--max-objects-per-request",
      paramLabel = "N",
      converter = Limit.MaxObjectsPerRequest.class,
      description =
          "Maximum number of users in a request, by your contract with Braze (default: 75; a"
              + " lower limit is learned).")
  @Nullable Integer maxObjectsPerRequest;

  /** The mode, or null if it was not given. */
  public @Nullable SendSegmentsAs sendSegmentsAs() {
    return sendSegmentsAs;
  }

  /** Sets the given values. */
  public void applyTo(BrazeAudienceConfig.Builder builder) {
    if (sendSegmentsAs != null) {
      builder.sendSegmentsAs(sendSegmentsAs);
    }
    if (externalIdentityType != null) {
      builder.externalIdentityType(externalIdentityType);
    }
    if (emailIdentityType != null) {
      builder.emailIdentityType(emailIdentityType);
    }
    if (arrayMaxLength != null) {
      builder.arrayMaxLength(arrayMaxLength);
    }
    if (maxObjectsPerRequest != null) {
      builder.maxObjectsPerRequest(maxObjectsPerRequest);
    }
  }
}
