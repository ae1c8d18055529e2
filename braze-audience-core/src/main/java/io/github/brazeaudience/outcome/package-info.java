/**
 * What the caller gets back: exactly one outcome for each update, and counts that add up. Problems
 * of delivery are outcomes, exceptions are for bugs of the caller.
 *
 * <table>
 *   <caption>The outcomes</caption>
 *   <tr><th>outcome</th><th>means</th><th>to do</th></tr>
 *   <tr><td>{@link io.github.brazeaudience.outcome.Accepted}</td>
 *     <td>queued by Braze</td><td>nothing</td></tr>
 *   <tr><td>{@link io.github.brazeaudience.outcome.Unchanged}</td>
 *     <td>there was nothing to write</td><td>nothing</td></tr>
 *   <tr><td>{@link io.github.brazeaudience.outcome.Rejected}</td>
 *     <td>this update cannot be written</td><td>mend the data</td></tr>
 *   <tr><td>{@link io.github.brazeaudience.outcome.Unconfirmed}</td>
 *     <td>it may have arrived</td><td>send it again</td></tr>
 *   <tr><td>{@link io.github.brazeaudience.outcome.NotSent}</td>
 *     <td>nothing is wrong with it, and it never left</td><td>send it again, later</td></tr>
 * </table>
 *
 * <pre>{@code
 * var known = MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11034));
 * var nobody = MembershipSnapshot.of(UserProfile.builder().build(), Audience.of(11034));
 * ForwardReport report = forwarder.forward(List.of(known, nobody));
 * report.outcomes().get(0).reason().isEmpty(); // -> true
 * report.outcomes().get(1).reason().orElseThrow(); // -> NO_IDENTIFIER
 * report.rejected(); // -> 1
 * }</pre>
 *
 * <p>An outcome is decided over all attempts: once one of them may have arrived, a later refusal
 * gives {@code Unconfirmed}, not {@code NotSent}.
 *
 * @see io.github.brazeaudience.outcome.ForwardReport
 * @see io.github.brazeaudience.outcome.UserOutcome
 */
@NullMarked
package io.github.brazeaudience.outcome;

import org.jspecify.annotations.NullMarked;
