/**
 * The preflight: permissions, names of segments, and attributes. Confined to the caller's thread.
 */
@NullMarked
package io.github.brazeaudience.internal.preflight;

import org.jspecify.annotations.NullMarked;
