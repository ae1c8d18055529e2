/**
 * Results of forwarding: exactly one outcome per update, and counts that add up. Delivery problems
 * are outcomes; exceptions indicate bugs in the caller.
 *
 * <table>
 *   <caption>The outcomes</caption>
 *   <tr><th>outcome</th><th>meaning</th><th>what to do</th></tr>
 *   <tr><td>{@link io.github.brazeaudience.outcome.Accepted}</td>
 *     <td>queued by Braze</td><td>nothing</td></tr>
 *   <tr><td>{@link io.github.brazeaudience.outcome.Unchanged}</td>
 *     <td>there was nothing to write</td><td>nothing</td></tr>
 *   <tr><td>{@link io.github.brazeaudience.outcome.Rejected}</td>
 *     <td>the data is at fault</td><td>fix the data</td></tr>
 *   <tr><td>{@link io.github.brazeaudience.outcome.Unconfirmed}</td>
 *     <td>it may have arrived</td><td>send it again</td></tr>
 *   <tr><td>{@link io.github.brazeaudience.outcome.NotSent}</td>
 *     <td>it did not arrive, and the data is not at fault</td><td>send it again, later</td></tr>
 * </table>
 *
 * <pre>{@code
 * var known = MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11034));
 * var unidentified = MembershipSnapshot.of(UserProfile.builder().build(), Audience.of(11034));
 * ForwardReport report = forwarder.forward(List.of(known, unidentified));
 * report.outcomes().get(0).reason().isEmpty(); // -> true
 * report.outcomes().get(1).reason().orElseThrow(); // -> NO_IDENTIFIER
 * report.rejected(); // -> 1
 * }</pre>
 *
 * <p>An outcome is decided over all attempts. Once an attempt may have arrived, a later refusal
 * gives {@code Unconfirmed}, not {@code NotSent}.
 *
 * @see io.github.brazeaudience.outcome.ForwardReport
 * @see io.github.brazeaudience.outcome.UserOutcome
 */
@NullMarked
package io.github.brazeaudience.outcome;

import org.jspecify.annotations.NullMarked;
