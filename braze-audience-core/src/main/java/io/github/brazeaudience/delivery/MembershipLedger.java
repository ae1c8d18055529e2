package io.github.brazeaudience.delivery;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.policy.TimeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keeps the membership store in step with the writes of the engine: asks it what a write comes to,
 * tells it before a write leaves, and again how it ended. Confined to the mailbox.
 */
final class MembershipLedger {
  /** How many writes are decided with one reading of the store. */
  private static final int MAX_READ = 2_400;

  private final StoreQueue store;
  private final WriteDecider decider;
  private final TimeSource time;
  private final List<UserWrite> undecided = new ArrayList<>();
  private boolean deciding;

  MembershipLedger(
      MembershipSettings settings,
      PayloadBuilder payload,
      TimeSource time,
      Consumer<Runnable> mailbox) {
    this.store = new StoreQueue(settings, mailbox);
    this.decider = new WriteDecider(payload, settings.rules());
    this.time = time;
  }

  /** Takes a write whose user's turn it is, to be decided by {@link #decide}. */
  void add(UserWrite write) {
    undecided.add(write);
  }

  /** Is told in the mailbox what became of what was asked. */
  interface Decisions {
    void decided(List<UserWrite> writes);

    /** Their users have to be read back from Braze first. */
    void unread(List<UserWrite> writes);

    void failed(List<UserWrite> writes);
  }

  /** Has the writes that wait for it decided, unless that is being done. */
  void decide(Decisions decisions) {
    if (deciding || undecided.isEmpty()) {
      return;
    }
    deciding = true;
    List<UserWrite> head = undecided.subList(0, Math.min(MAX_READ, undecided.size()));
    List<UserWrite> writes = List.copyOf(head);
    head.clear();
    decide(writes, Map.of(), decisions, () -> deciding = false);
  }

  /** Has writes decided after the store was told what Braze holds of some of their users. */
  void learn(List<UserWrite> writes, Map<String, RecordChange> learned, Decisions decisions) {
    decide(writes, learned, decisions, () -> {});
  }

  private void decide(
      List<UserWrite> writes,
      Map<String, RecordChange> learned,
      Decisions decisions,
      Runnable answered) {
    Set<String> users = new HashSet<>();
    writes.forEach(write -> users.add(write.user().value()));
    store.add(
        new StoreQueue.Job(
            users,
            learned,
            new StoreQueue.Work() {
              @Override
              public Runnable answered(Map<String, MembershipRecord> records) {
                List<WriteDecider.Decided> decided = decideAll(writes, records);
                return () -> {
                  answered.run();
                  tell(writes, decided, decisions);
                };
              }

              @Override
              public void failed() {
                answered.run();
                decisions.failed(writes);
              }
            }));
  }

  private static void tell(
      List<UserWrite> writes, List<WriteDecider.Decided> decided, Decisions decisions) {
    List<UserWrite> known = new ArrayList<>(writes.size());
    List<UserWrite> unread = new ArrayList<>(0);
    for (int i = 0; i < writes.size(); i++) {
      UserWrite write = writes.get(i);
      if (decided.get(i).needsReadBack()) {
        unread.add(write);
      } else {
        write.decided(decided.get(i).content(), decided.get(i).decision());
        known.add(write);
      }
    }
    decisions.decided(known);
    decisions.unread(unread);
  }

  /** On the store's thread, where the decider belongs. */
  private List<WriteDecider.Decided> decideAll(
      List<UserWrite> writes, Map<String, MembershipRecord> records) {
    return writes.stream()
        .map(write -> decider.decide(write, records.get(write.user().value()), time.now()))
        .toList();
  }

  /** Marks the users of a batch as in doubt, in one committed write. */
  void mark(Batch batch, Runnable marked, Runnable failed) {
    Map<String, RecordChange> changes = new LinkedHashMap<>();
    for (UserWrite write : batch.writes()) {
      if (write.needsMark()) {
        changes.put(write.user().value(), write.mark());
      }
    }
    store.add(
        change(
            changes,
            marked,
            () -> {
              batch.writes().forEach(UserWrite::notMarked);
              failed.run();
            }));
  }

  /**
   * Tells the store how a write ended. If that fails, the outcome stands and the user stays in
   * doubt.
   */
  void settle(UserWrite write, RecordChange change, Runnable settled) {
    store.add(change(Map.of(write.user().value(), change), settled, settled));
  }

  private static StoreQueue.Job change(
      Map<String, RecordChange> changes, Runnable done, Runnable failed) {
    return new StoreQueue.Job(
        Set.of(),
        changes,
        new StoreQueue.Work() {
          @Override
          public Runnable answered(Map<String, MembershipRecord> records) {
            return done;
          }

          @Override
          public void failed() {
            failed.run();
          }
        });
  }
}
