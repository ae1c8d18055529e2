package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.internal.resilience.RetryTokenBucket;
import io.github.brazeaudience.payload.PayloadBuilder;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the content of writes, and records their results in the membership store. Owns the
 * writes that it resolves. The default methods are for a resolver without a store.
 */
public interface WriteResolver {
  interface Factory {
    WriteResolver create(Context context, Next next);
  }

  /**
   * Parts of the engine that a resolver uses.
   *
   * @param retryTokens shared by all operations
   * @param executor runs tasks in the engine's serial executor
   */
  record Context(
      EngineSettings settings,
      PayloadBuilder payload,
      RetryTokenBucket retryTokens,
      Executor executor) {
    Context withRetryTokens(RetryTokenBucket other) {
      return new Context(settings, payload, other, executor);
    }
  }

  /** The stages after the resolver. */
  interface Next {
    /** Passes a resolved write on to the batcher. */
    void ready(UserWrite write);

    void complete(UserWrite write);

    void fail(UserWrite write, StopCause cause);

    void fail(Batch batch, StopCause cause);

    /** Starts a marked batch before all others. */
    void startFirst(Batch batch);
  }

  /** Returns true if it reads and changes a membership store. */
  default boolean hasStore() {
    return false;
  }

  /** Resolves a write and then passes it on. */
  void resolve(UserWrite write);

  /**
   * Settles the record of a done write.
   *
   * @param whenSettled called afterwards with the write and {@code endedAt}
   */
  default void settle(UserWrite write, long endedAt, ObjLongConsumer<UserWrite> whenSettled) {
    whenSettled.accept(write, endedAt);
  }

  /**
   * Marks the records of a batch as pending before it is sent.
   *
   * @return true if the batch waits for its marks; it is then the first to start
   */
  default boolean mark(Batch batch) {
    return false;
  }

  /** {@return the number of batches that wait for their marks} */
  default int marking() {
    return 0;
  }

  /** {@return the source of read-back batches, if profiles can be read back} */
  default List<BatchSource> sources() {
    return List.of();
  }

  default void poll(long nowNanos) {}

  /** Fails the writes and batches that have waited too long. */
  default void expire(long nowNanos) {}

  /** {@return when {@link #poll} or {@link #expire} has work to do, or null} */
  default @Nullable Long nextWakeNanos(long nowNanos) {
    return null;
  }

  /** Fails the writes of a stopped call that wait for a read-back, and limits the other waits. */
  default void drain(Call call, StopCause cause) {}

  default void release(Batch batch) {}

  /** Forgets all writes and batches, after the engine failed. */
  default void reset() {}

  /** Keeps the settlement of a done write for later, after the engine failed. */
  default void settleLater(UserWrite write) {}

  /**
   * Returns true if no record is left to settle, or settling takes too long. Called when the engine
   * closes.
   */
  default boolean isSettled(long nowNanos) {
    return true;
  }
}
