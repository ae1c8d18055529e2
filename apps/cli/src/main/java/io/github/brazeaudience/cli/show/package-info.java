/** What the membership store and Braze have of a user or an audience, as text and as JSON. */
@NullMarked
package io.github.brazeaudience.cli.show;

import org.jspecify.annotations.NullMarked;
