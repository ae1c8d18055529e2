/** A Spring Boot service that tells Braze who is in which audience. */
@NullMarked
package io.github.brazeaudience.examples.spring;

import org.jspecify.annotations.NullMarked;
