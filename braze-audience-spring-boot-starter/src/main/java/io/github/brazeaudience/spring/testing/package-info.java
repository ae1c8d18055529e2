/** Support for tests of applications with the auto-configuration. */
@NullMarked
package io.github.brazeaudience.spring.testing;

import org.jspecify.annotations.NullMarked;
