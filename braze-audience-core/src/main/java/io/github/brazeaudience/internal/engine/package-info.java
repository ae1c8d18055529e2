/**
 * Delivery engine. A write passes through these stages in order:
 *
 * <ol>
 *   <li>{@code DeviceLookup}: the identifier of a user who has only device ids
 *   <li>{@code PerUserSequencer}: one write per user at a time, with a cooldown
 *   <li>{@code WriteResolver}: the content of the write, from the membership store if there is one
 *   <li>{@code Batcher}: requests of up to 75 writes
 *   <li>{@code BatchScheduler}, {@code BatchSelector}, {@code Admission}: which batch starts next,
 *       and when
 *   <li>{@code RequestSender}: the exchange with Braze
 *   <li>{@code ResponseHandler}, {@code BatchSplitter}: settle, retry, split or stop
 *   <li>{@code Completer}: the outcome of the write
 * </ol>
 *
 * <p>A retried or split batch goes back to the scheduler, and a completed write releases its user.
 *
 * <p>All state is confined to the engine's {@code SerialExecutor}: callers, transports and timers
 * submit tasks, which run one at a time. There are no locks, and nothing blocks.
 */
@NullMarked
package io.github.brazeaudience.internal.engine;

import org.jspecify.annotations.NullMarked;
