/**
 * Resolution of writes with a membership store: reads and marks records before a write is sent,
 * settles them afterwards, and reads back profiles of unknown users.
 *
 * <p>The classes run in the engine's serial executor. Only the operations of {@code StoreExecutor}
 * run on the store's thread.
 */
@NullMarked
package io.github.brazeaudience.internal.membership;

import org.jspecify.annotations.NullMarked;
