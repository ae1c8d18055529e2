/** Code that the modules of this library share. It is not part of the API. */
@NullMarked
package io.github.brazeaudience.internal;

import org.jspecify.annotations.NullMarked;
