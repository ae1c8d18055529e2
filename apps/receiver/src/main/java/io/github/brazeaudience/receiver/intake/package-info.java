/** HTTP intake: stores the messages that mParticle posts, and responds. */
@NullMarked
package io.github.brazeaudience.receiver.intake;

import org.jspecify.annotations.NullMarked;
