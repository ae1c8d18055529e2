/** Forwards the messages of the journal, and tells it which updates are final. */
@NullMarked
package io.github.brazeaudience.receiver.forward;

import org.jspecify.annotations.NullMarked;
