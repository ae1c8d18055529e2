package io.github.brazeaudience.internal.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A profile of an export.
 *
 * @param externalId null for an anonymous user
 * @param attributes the requested custom attributes
 */
public record ExportedProfile(
    @Nullable String externalId, @Nullable String brazeId, Map<String, Object> attributes) {}
