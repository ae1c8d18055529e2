/** Internal part of the payload package: what only the membership rules may read and create. */
@NullMarked
package io.github.brazeaudience.internal.payload;

import org.jspecify.annotations.NullMarked;
