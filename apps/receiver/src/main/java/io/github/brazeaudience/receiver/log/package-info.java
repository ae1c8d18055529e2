/** The form of what is logged. */
@NullMarked
package io.github.brazeaudience.receiver.log;

import org.jspecify.annotations.NullMarked;
