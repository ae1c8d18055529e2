/** HTTP server that appends messages to the journal and responds. */
@NullMarked
package io.github.brazeaudience.receiver.http;

import org.jspecify.annotations.NullMarked;
