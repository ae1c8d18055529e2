/**
 * Spring Boot auto-configuration of an {@link io.github.brazeaudience.AudienceForwarder} and an
 * {@link io.github.brazeaudience.AudienceQueue}, with the properties {@code braze.audience.*}.
 */
@NullMarked
package io.github.brazeaudience.spring;

import org.jspecify.annotations.NullMarked;
