/** Forwarding of the outbox to Braze, and of the new names of audiences. */
@NullMarked
package io.github.brazeaudience.receiver.forward;

import org.jspecify.annotations.NullMarked;
