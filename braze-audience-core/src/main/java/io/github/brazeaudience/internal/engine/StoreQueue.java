package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls the membership store on its thread. What comes while a call is under way is done together
 * in the next one, so that many batches share one committed write. Changes are made before what is
 * asked for at the same time is read. A call that fails, whatever it throws, fails for those who
 * wait for it; the next one tries the store again. Confined to the mailbox, but for the calls
 * themselves.
 */
final class StoreQueue {
  private static final System.Logger LOGGER = System.getLogger(StoreQueue.class.getName());

  private final MembershipSettings settings;
  private final Consumer<Runnable> mailbox;
  private List<Job> waiting = new ArrayList<>();
  private @Nullable Call underWay;

  /**
   * Something for the store.
   *
   * @param reads users whose records are wanted
   * @param changes what becomes of the records of others
   * @param settles true if the changes end a write, so that they must not be lost
   * @param work what is made of the records on the store's thread; its result is for the mailbox
   */
  record Job(Set<String> reads, Map<String, RecordChange> changes, boolean settles, Work work) {}

  /** What is done once the store has answered. */
  interface Work {
    /** On the store's thread; gives what is to be done in the mailbox. */
    Runnable answered(Map<String, MembershipRecord> records);

    /** In the mailbox, if the store threw; what it threw has been logged. */
    void failed(DeliveryCall.Stop why);
  }

  /** One call of the store, for all that waited when it began. */
  private final class Call implements Runnable {
    private final List<Job> jobs;
    private final AtomicBoolean begun = new AtomicBoolean();
    private @Nullable List<Runnable> results;
    private @Nullable Throwable thrown;
    private volatile boolean ended;

    Call(List<Job> jobs) {
      this.jobs = jobs;
    }

    /** On the store's thread. */
    @Override
    public void run() {
      if (!begun.compareAndSet(false, true)) {
        return;
      }
      try {
        results = answers(jobs);
      } catch (Throwable e) {
        thrown = e;
      }
      end();
    }

    /** The store's thread did not take it; it does not run later. */
    void refused(Throwable why) {
      if (begun.compareAndSet(false, true)) {
        thrown = why;
        end();
      }
    }

    private void end() {
      ended = true;
      mailbox.accept(StoreQueue.this::collect);
    }

    void tell() {
      List<Runnable> answers = results;
      if (answers == null) {
        DeliveryCall.Stop why = failure(jobs, thrown);
        answers = jobs.stream().map(job -> failed(job, why)).toList();
      }
      answers.forEach(Runnable::run);
    }
  }

  StoreQueue(MembershipSettings settings, Consumer<Runnable> mailbox) {
    this.settings = settings;
    this.mailbox = mailbox;
  }

  void add(Job job) {
    waiting.add(job);
    callStore();
  }

  /** Hands on what the last call came to, if it has ended and that was not done. */
  void collect() {
    Call call = underWay;
    if (call == null || !call.ended) {
      return;
    }
    underWay = null;
    try {
      call.tell();
    } finally {
      callStore();
    }
  }

  private void callStore() {
    if (underWay != null || waiting.isEmpty()) {
      return;
    }
    Call call = new Call(waiting);
    waiting = new ArrayList<>();
    underWay = call;
    try {
      settings.thread().execute(call);
    } catch (Throwable e) {
      // Such as no memory for a thread: an error that passes.
      call.refused(e);
    }
  }

  /** On the store's thread. What cannot be read fails nothing that was changed before. */
  private List<Runnable> answers(List<Job> jobs) {
    Throwable unsettled = settings.unsettled().apply(settings.store(), settings.namespace());
    if (unsettled == null) {
      return answersOf(jobs);
    }
    DeliveryCall.Stop why = failure(jobs, unsettled);
    List<Runnable> answers = new ArrayList<>(jobs.size());
    List<Job> others = new ArrayList<>(jobs.size());
    for (Job job : jobs) {
      if (isUnsettled(job)) {
        answers.add(failed(job, why));
      } else {
        others.add(job);
      }
    }
    answers.addAll(answersOf(others));
    return answers;
  }

  private boolean isUnsettled(Job job) {
    return settings.unsettled().containsAny(job.reads())
        || settings.unsettled().containsAny(job.changes().keySet());
  }

  private List<Runnable> answersOf(List<Job> jobs) {
    change(jobs);
    Map<String, MembershipRecord> records = null;
    DeliveryCall.Stop why = null;
    try {
      records = read(jobs);
    } catch (Throwable e) {
      why = failure(jobs, e);
    }
    List<Runnable> answers = new ArrayList<>(jobs.size());
    for (Job job : jobs) {
      answers.add(
          why == null || job.reads().isEmpty()
              ? answer(job, records == null ? Map.of() : records)
              : failed(job, why));
    }
    return answers;
  }

  private Runnable answer(Job job, Map<String, MembershipRecord> records) {
    try {
      return job.work().answered(records);
    } catch (Throwable e) {
      return failed(job, failure(List.of(job), e));
    }
  }

  private void change(List<Job> jobs) {
    Map<String, RecordChange> changes = new LinkedHashMap<>();
    for (Job job : jobs) {
      job.changes()
          .forEach((user, change) -> changes.merge(user, change, UnsettledChanges::inOrder));
    }
    if (!changes.isEmpty()) {
      settings.store().update(settings.namespace(), changes);
    }
  }

  private Map<String, MembershipRecord> read(List<Job> jobs) {
    Set<String> reads = new HashSet<>();
    jobs.forEach(job -> reads.addAll(job.reads()));
    return reads.isEmpty() ? Map.of() : RecordReads.read(settings, reads);
  }

  private static DeliveryCall.Stop failure(List<Job> jobs, @Nullable Throwable thrown) {
    Throwable cause = thrown != null ? thrown : new IllegalStateException("it gave no result");
    SafeLog.warn(LOGGER, "the membership store failed", cause);
    Set<String> users = new HashSet<>();
    for (Job job : jobs) {
      users.addAll(job.reads());
      users.addAll(job.changes().keySet());
    }
    return StoreFailure.of(cause, users);
  }

  private Runnable failed(Job job, DeliveryCall.Stop why) {
    if (job.settles()) {
      job.changes().forEach(settings.unsettled()::add);
    }
    return () -> job.work().failed(why);
  }
}
