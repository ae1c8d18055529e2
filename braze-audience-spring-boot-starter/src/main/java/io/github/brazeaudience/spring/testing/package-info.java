/**
 * Support for tests of applications with the auto-configuration.
 *
 * <pre>{@code
 * final @EnableAutoConfiguration @EnableFakeBraze class Application {}
 *
 * try (var context = SpringApplication.run(Application.class)) {
 *   var update = MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11034));
 *   context.getBean(AudienceForwarder.class).forward(List.of(update)).accepted(); // -> 1
 *   context.getBean(FakeBraze.class).profile("u-1").isPresent(); // -> true
 * }
 * }</pre>
 *
 * @see io.github.brazeaudience.spring.testing.EnableFakeBraze
 */
@NullMarked
package io.github.brazeaudience.spring.testing;

import org.jspecify.annotations.NullMarked;
