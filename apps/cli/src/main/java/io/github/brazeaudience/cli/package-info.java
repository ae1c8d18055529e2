/**
 * The program {@code braze-audience}: forwards files of audience memberships to Braze and maintains
 * a membership store.
 */
@NullMarked
package io.github.brazeaudience.cli;

import org.jspecify.annotations.NullMarked;
