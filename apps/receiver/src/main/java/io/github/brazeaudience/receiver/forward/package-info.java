/** Forwards the messages of the journal and reports final updates to it. */
@NullMarked
package io.github.brazeaudience.receiver.forward;

import org.jspecify.annotations.NullMarked;
