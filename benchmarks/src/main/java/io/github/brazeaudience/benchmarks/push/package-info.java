/** Users over loopback: the library beside clients that do no more than post. */
@NullMarked
package io.github.brazeaudience.benchmarks.push;

import org.jspecify.annotations.NullMarked;
