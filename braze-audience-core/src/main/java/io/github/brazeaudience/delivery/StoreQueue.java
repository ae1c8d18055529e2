package io.github.brazeaudience.delivery;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls the membership store on its thread. What comes while a call is under way is done together
 * in the next one, so that many batches share one committed write. Changes are made before what is
 * asked for at the same time is read. Confined to the mailbox, but for the calls themselves.
 */
final class StoreQueue {
  private static final System.Logger LOGGER = System.getLogger(StoreQueue.class.getName());

  private final MembershipSettings settings;
  private final Consumer<Runnable> mailbox;
  private List<Job> waiting = new ArrayList<>();
  private boolean busy;

  /**
   * Something for the store.
   *
   * @param reads users whose records are wanted
   * @param changes what becomes of the records of others
   * @param work what is made of the records on the store's thread; its result is for the mailbox
   */
  record Job(Set<String> reads, Map<String, RecordChange> changes, Work work) {}

  /** What is done once the store has answered. */
  interface Work {
    /** On the store's thread; gives what is to be done in the mailbox. */
    Runnable answered(Map<String, MembershipRecord> records);

    /** In the mailbox, if the store threw; what it threw has been logged. */
    void failed();
  }

  StoreQueue(MembershipSettings settings, Consumer<Runnable> mailbox) {
    this.settings = settings;
    this.mailbox = mailbox;
  }

  void add(Job job) {
    waiting.add(job);
    callStore();
  }

  private void callStore() {
    if (busy || waiting.isEmpty()) {
      return;
    }
    busy = true;
    List<Job> jobs = waiting;
    waiting = new ArrayList<>();
    try {
      settings.thread().execute(() -> run(jobs));
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.WARNING, "the membership store's thread takes no tasks", e);
      mailbox.accept(() -> finished(failures(jobs)));
    }
  }

  /** On the store's thread. */
  private void run(List<Job> jobs) {
    List<Runnable> results = new ArrayList<>(jobs.size());
    try {
      Map<String, MembershipRecord> records = call(jobs);
      for (Job job : jobs) {
        results.add(job.work().answered(records));
      }
    } catch (Throwable e) {
      // Whatever a store throws: none of its callers may wait for ever.
      LOGGER.log(System.Logger.Level.WARNING, "the membership store failed", e);
      results.clear();
      results.addAll(failures(jobs));
    }
    mailbox.accept(() -> finished(results));
  }

  private Map<String, MembershipRecord> call(List<Job> jobs) {
    Map<String, RecordChange> changes = new LinkedHashMap<>();
    Set<String> reads = new HashSet<>();
    for (Job job : jobs) {
      job.changes().forEach((user, change) -> changes.merge(user, change, StoreQueue::both));
      reads.addAll(job.reads());
    }
    if (!changes.isEmpty()) {
      settings.store().update(settings.namespace(), changes);
    }
    return reads.isEmpty() ? Map.of() : RecordReads.read(settings, reads);
  }

  private static List<Runnable> failures(List<Job> jobs) {
    List<Runnable> failures = new ArrayList<>(jobs.size());
    jobs.forEach(job -> failures.add(job.work()::failed));
    return failures;
  }

  private static RecordChange both(RecordChange first, RecordChange second) {
    return present -> {
      @Nullable MembershipRecord between = first.apply(present);
      return second.apply(between);
    };
  }

  private void finished(List<Runnable> results) {
    busy = false;
    results.forEach(Runnable::run);
    callStore();
  }
}
