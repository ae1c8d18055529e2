/**
 * Receiver of mParticle's Firehose: writes each message to a journal, responds at once, and
 * forwards the audience memberships to Braze.
 */
@NullMarked
package io.github.brazeaudience.receiver;

import org.jspecify.annotations.NullMarked;
