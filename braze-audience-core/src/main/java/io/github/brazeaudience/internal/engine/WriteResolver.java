package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.internal.resilience.RetryTokenBucket;
import io.github.brazeaudience.payload.PayloadBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the content of writes, and records their results in the membership store. Owns the
 * writes that it resolves. The default methods are for a resolver without a store.
 */
public interface WriteResolver {
  /** Creates the resolver of an engine. */
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
      Executor executor) {}

  /** The stages after the resolver. */
  interface Next {
    /** Passes a resolved write on to the batcher. */
    void ready(UserWrite write);

    /** Completes a write with nothing to send. */
    void complete(UserWrite write);

    /** Fails a write. */
    void fail(UserWrite write, StopCause cause);

    /** Fails a batch with its writes. */
    void fail(Batch batch, StopCause cause);

    /** Starts a marked batch before all others. */
    void startFirst(Batch batch);
  }

  /** Resolves a write and then passes it on. */
  void resolve(UserWrite write);

  /** Settles the record of a done write, and then runs the task. */
  default void settle(UserWrite write, Runnable whenSettled) {
    whenSettled.run();
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
  default List<BatchScheduler.Source> sources() {
    return List.of();
  }

  /** Resolves the writes of a batch with the profiles that Braze returned. */
  default void readBack(Batch batch, Map<String, Map<String, Object>> profiles) {
    throw new IllegalStateException("no membership store");
  }

  /** Suspends the read-backs of a call; the rest of the call continues. */
  default void failReadBack(Call call, StopCause cause) {}

  /** Does all work that is due. */
  default void poll(long nowNanos) {}

  /** Fails the writes and batches that have waited too long. */
  default void expire(long nowNanos) {}

  /** {@return when {@link #poll} or {@link #expire} has work to do, or null} */
  default @Nullable Long nextWakeNanos(long nowNanos) {
    return null;
  }

  /** Fails the writes of a stopped call that wait for a read-back, and limits the other waits. */
  default void drain(Call call, StopCause cause) {}

  /** Forgets a batch that ended. */
  default void release(Batch batch) {}

  /** Forgets a call that is done. */
  default void release(Call call) {}

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
