/** Internals of the payload package that only the membership rules use. */
@NullMarked
package io.github.brazeaudience.internal.payload;

import org.jspecify.annotations.NullMarked;
