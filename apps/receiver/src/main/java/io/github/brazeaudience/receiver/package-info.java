/**
 * A receiver of mParticle's Firehose: answers each message at once, keeps it in a journal, and
 * forwards it to Braze.
 */
@NullMarked
package io.github.brazeaudience.receiver;

import org.jspecify.annotations.NullMarked;
