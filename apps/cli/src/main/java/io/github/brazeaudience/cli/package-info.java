/** The command line: forwards files of audience memberships to Braze. */
@NullMarked
package io.github.brazeaudience.cli;

import org.jspecify.annotations.NullMarked;
