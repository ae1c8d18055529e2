/** Waiting until Braze has processed the requests of a call. */
@NullMarked
package io.github.brazeaudience.internal.processing;

import org.jspecify.annotations.NullMarked;
