package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.membership.MembershipRules;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The membership store that an engine works with.
 *
 * @param store what Braze is known to hold
 * @param namespace the workspace under which records are kept
 * @param rules what is made of it
 * @param readBackLimiter paces the reading back of what profiles hold
 * @param unsettled changes of finished writes that the store failed to apply
 * @param thread runs what calls the store, one task at a time, never on the caller's thread
 */
public record MembershipSettings(
    MembershipStore store,
    String namespace,
    MembershipRules rules,
    RateLimiter readBackLimiter,
    UnsettledChanges unsettled,
    Executor thread) {

  /**
   * Has something done on the store's thread, and waits for it as long as calls wait by default.
   *
   * @throws IllegalStateException if the store does not return in time, or the thread is
   *     interrupted, which stays so
   */
  public <T> T call(Supplier<T> work) {
    CompletableFuture<T> result = CompletableFuture.supplyAsync(() -> settledAndThen(work), thread);
    try {
      return result.get(RetryPolicy.DEFAULT_DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new CompletionException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "the membership store did not respond within %s; check the store"
              .formatted(RetryPolicy.DEFAULT_DEADLINE),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the membership store was called", e);
    }
  }

  /** Finished writes come first; a store that fails is reported by the work itself. */
  private <T> T settledAndThen(Supplier<T> work) {
    var unused = unsettled.apply(store, namespace);
    return work.get();
  }
}
