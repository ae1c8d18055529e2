package io.github.brazeaudience.payload;

import org.jspecify.annotations.Nullable;

/**
 * Value of the attribute per segment of one audience.
 *
 * @param audienceId the audience that the attribute is named after
 * @param member true if the user is in the audience, null to remove the attribute
 */
public record SegmentFlag(long audienceId, @Nullable Boolean member) {}
