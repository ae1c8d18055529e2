/**
 * What the caller gets back: exactly one outcome for each update, and counts that add up.
 *
 * @see io.github.brazeaudience.outcome.ForwardReport
 * @see io.github.brazeaudience.outcome.UserOutcome
 */
@NullMarked
package io.github.brazeaudience.outcome;

import org.jspecify.annotations.NullMarked;
