/** Tests of every fault of {@code docs/faults.md}, over sockets. */
@NullMarked
package io.github.brazeaudience.examples.faults;

import org.jspecify.annotations.NullMarked;
