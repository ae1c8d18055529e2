/** Test that writes to a real Braze workspace and reads the profile back. */
@NullMarked
package io.github.brazeaudience.live;

import org.jspecify.annotations.NullMarked;
