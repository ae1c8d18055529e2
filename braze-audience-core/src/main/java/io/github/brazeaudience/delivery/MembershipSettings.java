package io.github.brazeaudience.delivery;

import io.github.brazeaudience.membership.MembershipRules;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.policy.RateLimiter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The membership store that an engine works with.
 *
 * @param store what Braze is known to hold
 * @param namespace the workspace under which records are kept
 * @param rules what is made of it
 * @param readBackLimiter paces the reading back of what profiles hold
 * @param thread runs what calls the store, one task at a time, never on the caller's thread
 */
public record MembershipSettings(
    MembershipStore store,
    String namespace,
    MembershipRules rules,
    RateLimiter readBackLimiter,
    Executor thread) {

  /** Has something done on the store's thread, and waits for it. */
  public <T> T call(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, thread).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
