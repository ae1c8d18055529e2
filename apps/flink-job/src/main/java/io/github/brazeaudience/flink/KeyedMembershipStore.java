package io.github.brazeaudience.flink;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Membership store of a forwarder over the keyed state of a subtask. The forwarder calls it on its
 * own thread; the task's thread does the work, because only that thread may access the state. A
 * failure of the state ends the task.
 */
final class KeyedMembershipStore implements MembershipStore {
  private final MailboxExecutor mailbox;
  private final UserState state;
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  /** Pending records of users with a write in flight. Confined to the task's thread. */
  private final Map<String, MembershipRecord> pendingRecords = new HashMap<>();

  /** The state of each user. Used by the task's thread only. */
  interface UserState {
    byte @Nullable [] get(String user) throws IOException;

    void put(String user, byte @Nullable [] record) throws IOException;
  }

  KeyedMembershipStore(MailboxExecutor mailbox, UserState state) {
    this.mailbox = mailbox;
    this.state = state;
  }

  @Override
  public Map<String, MembershipRecord> read(String namespace, Collection<String> users) {
    return inTask(() -> read(users));
  }

  private Map<String, MembershipRecord> read(Collection<String> users) throws IOException {
    Map<String, MembershipRecord> records = new HashMap<>();
    for (String user : users) {
      MembershipRecord record = record(user);
      if (record != null) {
        records.put(user, record);
      }
    }
    return records;
  }

  /** All or none: if it throws, the job goes back to its last checkpoint. */
  @Override
  public void update(String namespace, Map<String, RecordChange> changes) {
    var unused =
        inTask(
            () -> {
              for (Map.Entry<String, RecordChange> change : changes.entrySet()) {
                change(change.getKey(), change.getValue());
              }
              return changes;
            });
  }

  private void change(String user, RecordChange change) throws IOException {
    MembershipRecord record = change.apply(record(user));
    if (record != null && record.isPending()) {
      pendingRecords.put(user, record);
    }
    state.put(user, record == null ? null : record.toBytes());
  }

  private @Nullable MembershipRecord record(String user) throws IOException {
    byte[] bytes = state.get(user);
    return bytes == null ? null : MembershipRecord.ofBytes(bytes);
  }

  /** An update of the user came to its end, and was not rejected. For the task's thread. */
  void settled(String user) {
    pendingRecords.remove(user);
  }

  /**
   * Handles a rejected update. The user stays pending, because a lost run after the last checkpoint
   * may have had another response. Called on the task's thread.
   */
  void rejected(String user) throws IOException {
    MembershipRecord pending = pendingRecords.remove(user);
    if (pending != null) {
      state.put(user, pending.toBytes());
    }
  }

  private <T> T inTask(Callable<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    mailbox.execute(() -> answer(answer, work), "membership state");
    var unused = CompletableFuture.anyOf(answer, end).join();
    return answer.join();
  }

  private static <T> void answer(CompletableFuture<T> answer, Callable<T> work) throws Exception {
    try {
      answer.complete(work.call());
    } catch (Throwable e) {
      // Errors too: the forwarder's thread waits for the result.
      answer.completeExceptionally(e);
      throw e;
    }
  }

  @Override
  public List<StoredRecord> page(String namespace, @Nullable String after, int limit) {
    throw new UnsupportedOperationException(
        "keyed state has no order; retire an audience with changes that users leave it");
  }

  /** Fails all waiting calls, because the task has ended. */
  @Override
  public void close() {
    end.completeExceptionally(
        new IllegalStateException("the task has ended, and its state with it"));
  }
}
