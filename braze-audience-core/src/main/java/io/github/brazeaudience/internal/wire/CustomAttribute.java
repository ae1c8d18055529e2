package io.github.brazeaudience.internal.wire;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Custom attribute as {@code GET /custom_attributes} lists it.
 *
 * @param dataType Braze's text, such as {@code Number} or {@code String (Automatically Detected)}
 * @param arrayLength the maximum length of an array
 * @param status Braze's text, {@code Active} or {@code Blocklisted}
 */
public record CustomAttribute(
    String name, Optional<String> dataType, OptionalInt arrayLength, Optional<String> status) {}
