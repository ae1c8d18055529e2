/**
 * Result of a preflight: what would refuse or lose memberships, found before the first write.
 * {@link io.github.brazeaudience.AudienceForwarder#preflight()} creates it.
 *
 * <pre>{@code
 * PreflightReport report = forwarder.preflight(audiences);
 * report.findings().forEach(System.out::println);
 * if (!report.ok()) {
 *   throw new IllegalStateException("memberships would be refused or lost");
 * }
 * }</pre>
 *
 * @see io.github.brazeaudience.preflight.PreflightReport
 */
@NullMarked
package io.github.brazeaudience.preflight;

import org.jspecify.annotations.NullMarked;
