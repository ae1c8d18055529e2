/**
 * Result of a preflight: what would refuse or lose memberships, found before the first write.
 * {@link io.github.brazeaudience.AudienceForwarder#preflight()} creates it.
 *
 * <pre>{@code
 * PreflightReport report = forwarder.preflight(List.of(Audience.of(11036, "Aspiring Athenians")));
 * report.ok(); // -> true
 * PreflightFinding finding = report.findings().get(0);
 * finding.code(); // -> ATTRIBUTE_NOT_FOUND
 * finding.attribute().orElseThrow(); // -> SegmentMembership
 * finding.message(); // -> is not in Braze yet; the first write creates it
 * }</pre>
 *
 * @see io.github.brazeaudience.preflight.PreflightReport
 */
@NullMarked
package io.github.brazeaudience.preflight;

import org.jspecify.annotations.NullMarked;
