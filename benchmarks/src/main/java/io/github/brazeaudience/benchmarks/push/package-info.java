/** Clients that post users over loopback: the library and the clients it is compared with. */
@NullMarked
package io.github.brazeaudience.benchmarks.push;

import org.jspecify.annotations.NullMarked;
