/** Formatting of log lines. */
@NullMarked
package io.github.brazeaudience.receiver.log;

import org.jspecify.annotations.NullMarked;
