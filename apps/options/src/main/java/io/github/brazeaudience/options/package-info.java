/**
 * Command line options that several programs share, as picocli mixins, and the values that they
 * take.
 */
@NullMarked
package io.github.brazeaudience.options;

import org.jspecify.annotations.NullMarked;
