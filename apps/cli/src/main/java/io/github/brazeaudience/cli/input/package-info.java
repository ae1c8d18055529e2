/** From files to updates: lines of JSON and mParticle's Firehose, in constant memory. */
@NullMarked
package io.github.brazeaudience.cli.input;

import org.jspecify.annotations.NullMarked;
