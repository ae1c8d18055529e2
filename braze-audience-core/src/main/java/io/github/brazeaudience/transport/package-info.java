/**
 * The SPI for HTTP: a transport performs single exchanges, bytes in, bytes out. Retries, pacing and
 * the reading of answers are the forwarder's.
 *
 * @see io.github.brazeaudience.transport.BrazeTransport
 */
@NullMarked
package io.github.brazeaudience.transport;

import org.jspecify.annotations.NullMarked;
