package io.github.brazeaudience.internal.membership;

import io.github.brazeaudience.internal.engine.WriteResolver;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipRules;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.membership.MembershipStore.LeasedChange;
import io.github.brazeaudience.membership.MembershipStore.LeasedRecords;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Membership store of a forwarder, with the thread that calls it. */
public final class MembershipSettings {
  /** Maximum duration of a call of the store. */
  public static final Duration CALL_LIMIT = RetryPolicy.DEFAULT_DEADLINE;

  private final MembershipStore store;
  private final String namespace;
  private final MembershipRules rules;
  private final Executor thread;

  /** Identifies this forwarder among all that use a shared store. */
  private final String owner = UUID.randomUUID().toString();

  private final UnsettledChanges unsettled = new UnsettledChanges();

  /** {@code thread} runs one task at a time, never on the thread of a caller. */
  public MembershipSettings(
      MembershipStore store, String namespace, MembershipRules rules, Executor thread) {
    this.store = store;
    this.namespace = namespace;
    this.rules = rules;
    this.thread = thread;
  }

  /** Returns the settings, or throws because the forwarder has no membership store. */
  public static MembershipSettings required(@Nullable MembershipSettings settings) {
    if (settings == null) {
      throw new IllegalStateException(
          "this needs a membership store; give one to the forwarder's builder");
    }
    return settings;
  }

  public WriteResolver resolver(WriteResolver.Context context, WriteResolver.Next next) {
    return new StoreResolver(this, context, next);
  }

  public MembershipStore store() {
    return store;
  }

  /** {@return the workspace of the records} */
  public String namespace() {
    return namespace;
  }

  /** {@return the rules that decide what is written} */
  public MembershipRules rules() {
    return rules;
  }

  Executor thread() {
    return thread;
  }

  UnsettledChanges unsettled() {
    return unsettled;
  }

  /**
   * Reads records. If the store throws {@link IllegalArgumentException} because one record is
   * damaged, each user is read alone, so only that user fails.
   */
  public Map<String, MembershipRecord> read(Collection<String> users) {
    try {
      return store.read(namespace, users);
    } catch (IllegalArgumentException e) {
      Map<String, MembershipRecord> found = new HashMap<>();
      users.forEach(user -> found.putAll(readOne(user)));
      return found;
    }
  }

  private Map<String, MembershipRecord> readOne(String user) {
    try {
      return store.read(namespace, List.of(user));
    } catch (IllegalArgumentException e) {
      // The message is left out because it may name the user.
      return Map.of(
          user, MembershipRecord.damaged("the store threw " + e.getClass().getSimpleName()));
    }
  }

  /** Reads records, and leases their users if the store is shared. */
  LeasedRecords read(Collection<String> users, Duration lease) {
    return store.isShared()
        ? store.readLeased(namespace, users, owner, lease)
        : new LeasedRecords(read(users), Set.of());
  }

  /** Changes records. Returns the users whose leases other forwarders have taken over. */
  Set<String> update(Map<String, LeasedChange> changes) {
    if (store.isShared()) {
      return store.updateLeased(namespace, owner, changes);
    }
    Map<String, RecordChange> plain = new LinkedHashMap<>();
    changes.forEach((user, leased) -> plain.put(user, leased.change()));
    store.update(namespace, plain);
    return Set.of();
  }

  /**
   * Runs work on the store's thread, after the unsettled changes, and waits for it, {@link
   * #CALL_LIMIT} at most.
   *
   * @throws IllegalStateException if the store does not return in time, or the thread is
   *     interrupted; it then stays interrupted
   */
  public <T> T call(Supplier<T> work) {
    return call(work, CALL_LIMIT);
  }

  /** Like {@link #call(Supplier)}, with another limit. */
  public <T> T call(Supplier<T> work, Duration limit) {
    CompletableFuture<T> result =
        CompletableFuture.supplyAsync(
            () -> {
              var unused = unsettled.apply(this::update);
              return work.get();
            },
            thread);
    try {
      return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new CompletionException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "the membership store did not respond within %s; check the store".formatted(limit), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the membership store was called", e);
    }
  }
}
