/**
 * A transport of one's own: {@link
 * io.github.brazeaudience.examples.transport.JdkHttpBrazeTransport}.
 */
@NullMarked
package io.github.brazeaudience.examples.transport;

import org.jspecify.annotations.NullMarked;
