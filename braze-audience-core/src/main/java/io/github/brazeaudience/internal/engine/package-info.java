/**
 * The engine: batches in flight, retry, pacing, order for each user, outcomes. Not exported.
 *
 * <p>All state of an engine is confined to its {@link
 * io.github.brazeaudience.internal.engine.Mailbox}: callers, transports and timers hand in tasks,
 * which run one at a time, so that there are no locks and a simulation on a virtual clock is exact.
 */
@NullMarked
package io.github.brazeaudience.internal.engine;

import org.jspecify.annotations.NullMarked;
