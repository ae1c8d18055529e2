/** A Spring Boot service that writes audience memberships to Braze. */
@NullMarked
package io.github.brazeaudience.examples.spring;

import org.jspecify.annotations.NullMarked;
