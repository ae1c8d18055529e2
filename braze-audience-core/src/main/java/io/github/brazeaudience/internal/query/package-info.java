/** Requests outside the delivery engine, which change no profile. */
@NullMarked
package io.github.brazeaudience.internal.query;

import org.jspecify.annotations.NullMarked;
