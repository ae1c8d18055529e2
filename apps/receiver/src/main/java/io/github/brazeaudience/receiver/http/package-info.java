/** The HTTP side: takes messages, puts them into the journal, and answers. */
@NullMarked
package io.github.brazeaudience.receiver.http;

import org.jspecify.annotations.NullMarked;
