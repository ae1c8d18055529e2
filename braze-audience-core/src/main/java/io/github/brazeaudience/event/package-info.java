/**
 * What a forwarder tells while it works, for metrics and for people who wonder why a run is slow.
 */
@NullMarked
package io.github.brazeaudience.event;

import org.jspecify.annotations.NullMarked;
