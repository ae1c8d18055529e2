package io.github.brazeaudience.payload;

import org.jspecify.annotations.Nullable;

/**
 * What the attribute of one audience is set to.
 *
 * @param audienceId the audience that the attribute is named after
 * @param member whether the user is in it; null removes the attribute
 */
public record SegmentFlag(long audienceId, @Nullable Boolean member) {}
