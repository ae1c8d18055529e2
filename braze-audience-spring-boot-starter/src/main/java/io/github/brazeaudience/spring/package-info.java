/**
 * Spring Boot auto-configuration of an {@link io.github.brazeaudience.AudienceForwarder} and an
 * {@link io.github.brazeaudience.AudienceQueue}, with the properties {@code braze.audience.*}.
 *
 * <pre>{@code
 * try (var context =
 *     new SpringApplicationBuilder(BrazeAudienceAutoConfiguration.class)
 *         .web(WebApplicationType.NONE)
 *         .properties("braze.audience.rest-api-key=a-key", "braze.audience.instance=EU_01")
 *         .run()) {
 *   var update = MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11034));
 *   context.getBean(AudienceForwarder.class).plan(List.of(update)).dataPoints(); // -> 1
 * }
 * }</pre>
 *
 * @see io.github.brazeaudience.spring.BrazeAudienceAutoConfiguration
 */
@NullMarked
package io.github.brazeaudience.spring;

import org.jspecify.annotations.NullMarked;
